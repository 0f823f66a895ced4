namespace DataCuration;

/// <summary>The values of <see cref="RecordFault.Reason"/> that the sources of this library use.</summary>
public static class RecordFaultReasons
{
    /// <summary>The record is not valid JSON. Raw control characters in strings and nesting deeper than 128 levels are not valid either.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The record is not valid UTF-8.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>The record has no text field or, in a table, no value in the text column.</summary>
    public const string MissingText = "missing_text";

    /// <summary>The text field is not a string. JSON's <c>null</c> is not a string.</summary>
    public const string TextNotString = "text_not_string";

    /// <summary>Text or id has an escaped lone surrogate, which is not valid Unicode.</summary>
    public const string LoneSurrogate = "lone_surrogate";

    /// <summary>The record is valid JSON, but not an object.</summary>
    public const string NotAnObject = "not_an_object";

    /// <summary>The id is an array or an object.</summary>
    public const string IdNotScalar = "id_not_scalar";

    /// <summary>The record is longer than <see cref="ReadLimits.MaxRecordBytes"/>.</summary>
    public const string RecordTooLong = "record_too_long";

    /// <summary>The record's text has more characters than <see cref="RunOptions.MaxDocumentChars"/>.</summary>
    public const string DocumentTooLong = "document_too_long";

    /// <summary>The row is not valid CSV, or its number of fields differs from the header's.</summary>
    public const string MalformedRow = "malformed_row";

    /// <summary>A gzip member or zstd frame is truncated, cannot be decoded, or fails its checksum. Its content is lost or unreliable.</summary>
    public const string CompressedDamage = "compressed_damage";

    /// <summary>Bytes between gzip members or zstd frames that belong to neither.</summary>
    public const string CompressedGarbage = "compressed_garbage";

    /// <summary>Bytes in a crawl file that belong to no record.</summary>
    public const string WarcJunk = "warc_junk";

    /// <summary>A crawl record is shorter than its declared length: the file ends, or damage cuts the record.</summary>
    public const string WarcTruncated = "warc_truncated";

    /// <summary>A crawl record is complete, but the compressed member that holds it fails its checksum.</summary>
    public const string WarcDamaged = "warc_damaged";

    /// <summary>A crawl record's HTTP body cannot be fully decoded as its headers declare.</summary>
    public const string HttpBody = "http_body";
}

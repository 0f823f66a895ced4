namespace DataCuration;

/// <summary>The values of <see cref="RecordFault.Reason"/> that this library's sources give.</summary>
public static class RecordFaultReasons
{
    /// <summary>The record is not valid JSON; raw control characters in strings and nesting deeper than 128 levels included.</summary>
    public const string InvalidJson = "invalid_json";

    /// <summary>The record is not valid UTF-8.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>The record has no text field, or, in a table, no value in it.</summary>
    public const string MissingText = "missing_text";

    /// <summary>The text field is not a string; JSON's <c>null</c> is not one.</summary>
    public const string TextNotString = "text_not_string";

    /// <summary>Text or id have an escape that is one half of a surrogate pair: no Unicode text.</summary>
    public const string LoneSurrogate = "lone_surrogate";

    /// <summary>The record is valid JSON, but not an object.</summary>
    public const string NotAnObject = "not_an_object";

    /// <summary>The id is an array or object.</summary>
    public const string IdNotScalar = "id_not_scalar";

    /// <summary>The record is longer than <see cref="ReadLimits.MaxRecordBytes"/>.</summary>
    public const string RecordTooLong = "record_too_long";

    /// <summary>The record's text has more characters than <see cref="RunOptions.MaxDocumentChars"/>.</summary>
    public const string DocumentTooLong = "document_too_long";

    /// <summary>The row is not valid CSV, or has another number of fields than the header.</summary>
    public const string MalformedRow = "malformed_row";

    /// <summary>A gzip member or zstd frame is cut, does not decode, or fails its check: stored bytes whose content is lost or not to be trusted.</summary>
    public const string CompressedDamage = "compressed_damage";

    /// <summary>Bytes between gzip members or zstd frames that are none.</summary>
    public const string CompressedGarbage = "compressed_garbage";

    /// <summary>Bytes in a crawl file that are no record.</summary>
    public const string WarcJunk = "warc_junk";

    /// <summary>A crawl record ends before its length: the file ends, or damage cuts it.</summary>
    public const string WarcTruncated = "warc_truncated";

    /// <summary>A crawl record is whole, but the compressed member that holds it fails its check.</summary>
    public const string WarcDamaged = "warc_damaged";

    /// <summary>A crawl record's HTTP body cannot be decoded as its headers say, so that only a beginning of it is at hand.</summary>
    public const string HttpBody = "http_body";
}

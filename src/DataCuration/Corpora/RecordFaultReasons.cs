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

    /// <summary>The record is longer than <see cref="ReadOptions.MaxRecordBytes"/>.</summary>
    public const string RecordTooLong = "record_too_long";

    /// <summary>The record's text has more characters than <see cref="RunOptions.MaxDocumentChars"/>.</summary>
    public const string DocumentTooLong = "document_too_long";

    /// <summary>The row is not valid CSV, or has another number of fields than the header.</summary>
    public const string MalformedRow = "malformed_row";
}

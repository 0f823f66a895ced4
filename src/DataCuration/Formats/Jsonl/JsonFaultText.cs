namespace DataCuration;

/// <summary>Messages about JSON errors, with the place and the text found there.</summary>
internal static class JsonFaultText
{
    /// <summary>Describes the place of a JSON error and the text found there.</summary>
    public static string Invalid(ReadOnlySpan<byte> json, JsonScanner scanner)
    {
        int offset = scanner.ErrorOffset;
        string found = offset >= json.Length ? "the record ends" : $"found {FaultText.Excerpt(json[offset..])}";
        return $"{scanner.Error} at byte {offset}: {found}";
    }

    /// <summary>Describes a JSON value.</summary>
    public static string Describe(ReadOnlySpan<byte> json, JsonToken value) => value.Kind switch
    {
        JsonTokenKind.Null => "null",
        JsonTokenKind.Boolean or JsonTokenKind.Number => FaultText.Excerpt(value.Of(json)),
        JsonTokenKind.String => $"the string {FaultText.Excerpt(value.Of(json))}",
        JsonTokenKind.Array => $"the array {FaultText.Excerpt(value.Of(json))}",
        _ => $"the object {FaultText.Excerpt(value.Of(json))}",
    };
}

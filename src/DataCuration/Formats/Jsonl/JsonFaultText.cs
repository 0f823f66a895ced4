using System.Text;

namespace DataCuration;

/// <summary>Messages about JSON errors, with the place and the text found there.</summary>
internal static class JsonFaultText
{
    private const int MaxNames = 10;

    /// <summary>Describes the place of a JSON error and the text found there.</summary>
    public static string Invalid(ReadOnlySpan<byte> json, JsonScanner scanner)
    {
        int offset = scanner.ErrorOffset;
        string found = offset >= json.Length ? "the record ends" : $"found {FaultText.Excerpt(json[offset..])}";
        return $"{scanner.Error} at byte {offset}: {found}";
    }

    /// <summary>Lists the names of a valid object's fields, at most <see cref="MaxNames"/>.</summary>
    public static string ListNames(ReadOnlySpan<byte> json)
    {
        var names = new List<string>();
        int more = 0;
        var scanner = new JsonScanner(json);
        for (bool valid = scanner.EnterObject(out bool isEnd); valid && !isEnd; valid = scanner.MoveNext((byte)'}', out isEnd))
        {
            if (!scanner.ReadName(out JsonToken name) || !scanner.ReadValue(out _)) break;
            if (names.Count < MaxNames) names.Add(FaultText.Excerpt(Encoding.UTF8.GetBytes(JsonStrings.Decode(json, name))));
            else more++;
        }
        string list = names.Count == 0 ? "none" : string.Join(", ", names);
        return more == 0 ? list : FormattableString.Invariant($"{list} and {more} more");
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

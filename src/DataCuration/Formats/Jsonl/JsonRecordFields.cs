using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>
/// Reads a JSON record's other fields on demand. The records have been checked by <see cref="JsonRecordParser"/>. It has no state, so a source needs one
/// instance.
/// </summary>
internal sealed class JsonRecordFields(string textField, string idField) : IRecordFields
{
    private readonly byte[] textName = Encoding.UTF8.GetBytes(textField);
    private readonly byte[] idName = Encoding.UTF8.GetBytes(idField);

    /// <summary>The name of the text field.</summary>
    public string TextField => textField;

    /// <summary>The name of the id field.</summary>
    public string IdField => idField;

    public bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value)
    {
        value = default;
        if (name == textField || name == idField) return false;
        ReadOnlySpan<byte> json = record.Span;
        Span<byte> scratch = stackalloc byte[256];
        ReadOnlySpan<byte> wanted = Encoding.UTF8.TryGetBytes(name, scratch, out int length) ? scratch[..length] : Encoding.UTF8.GetBytes(name);
        JsonToken found = default;
        var scanner = new JsonScanner(json);
        for (bool more = scanner.EnterObject(out bool isEnd); more && !isEnd; more = scanner.MoveNext((byte)'}', out isEnd))
        {
            if (!scanner.ReadName(out JsonToken member) || !scanner.ReadValue(out JsonToken token)) break;
            if (JsonStrings.IsName(json, member, wanted)) found = token;
        }
        if (found.Kind == JsonTokenKind.None) return false;
        value = Read(json, found);
        return true;
    }

    public IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record)
    {
        ReadOnlySpan<byte> json = record.Span;
        var members = new List<KeyValuePair<string, AnnotationValue>>();
        Dictionary<string, int>? places = null;
        var scanner = new JsonScanner(json);
        for (bool more = scanner.EnterObject(out bool isEnd); more && !isEnd; more = scanner.MoveNext((byte)'}', out isEnd))
        {
            if (!scanner.ReadName(out JsonToken member) || !scanner.ReadValue(out JsonToken token)) break;
            if (JsonStrings.IsName(json, member, textName) || JsonStrings.IsName(json, member, idName)) continue;
            string name = JsonStrings.Decode(json, member);
            var field = new KeyValuePair<string, AnnotationValue>(name, Read(json, token));
            int place = Find(members, ref places, name);
            if (place >= 0) members[place] = field; // like a Python dict: the first one's position, the last one's value
            else members.Add(field);
        }
        return members;
    }

    /// <summary>
    /// Converts a value into an annotation. Integers beyond 64 bits and numbers beyond a double keep their text (kind <see cref="AnnotationKind.Json"/>), so
    /// that they are written back unchanged.
    /// </summary>
    public static AnnotationValue Read(ReadOnlySpan<byte> json, JsonToken token)
    {
        ReadOnlySpan<byte> text = token.Of(json);
        switch (token.Kind)
        {
            case JsonTokenKind.String:
                return AnnotationValue.FromString(JsonStrings.Decode(json, token));
            case JsonTokenKind.Boolean:
                return AnnotationValue.FromBoolean(text[0] == 't');
            case JsonTokenKind.Number:
                if (text[^1] is (byte)'N') return AnnotationValue.FromNumber(double.NaN);
                if (text[^1] is (byte)'y') return AnnotationValue.FromNumber(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
                bool isInteger = text.IndexOfAny("eE."u8) < 0 && !text.SequenceEqual("-0"u8);
                if (isInteger)
                    return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
                        ? AnnotationValue.FromInteger(integer)
                        : AnnotationValue.FromJson(text.ToArray());
                double number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                return double.IsFinite(number) ? AnnotationValue.FromNumber(number) : AnnotationValue.FromJson(text.ToArray());
            case JsonTokenKind.Array or JsonTokenKind.Object:
                return AnnotationValue.FromJson(text.ToArray());
            default:
                return AnnotationValue.Null;
        }
    }

    private static int Find(List<KeyValuePair<string, AnnotationValue>> members, ref Dictionary<string, int>? places, string name)
    {
        const int LinearLimit = 16;
        if (members.Count < LinearLimit)
        {
            for (int i = 0; i < members.Count; i++)
                if (string.Equals(members[i].Key, name, StringComparison.Ordinal)) return i;
            return -1;
        }
        if (places is null)
        {
            places = new(StringComparer.Ordinal);
            for (int i = 0; i < members.Count; i++) places[members[i].Key] = i;
        }
        if (places.TryGetValue(name, out int place)) return place;
        places[name] = members.Count;
        return -1;
    }
}

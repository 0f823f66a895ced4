using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>The fields of a CSV row except text and id.</summary>
internal sealed class CsvFields(IReadOnlyList<KeyValuePair<string, AnnotationValue>> fields) : IRecordFields
{
    public bool TryGet(ReadOnlyMemory<byte> record, string name, out AnnotationValue value)
    {
        foreach ((string candidate, AnnotationValue found) in fields)
        {
            if (!string.Equals(candidate, name, StringComparison.Ordinal)) continue;
            value = found;
            return true;
        }
        value = default;
        return false;
    }

    public IEnumerable<KeyValuePair<string, AnnotationValue>> List(ReadOnlyMemory<byte> record) => fields;

    /// <summary>Returns the value of a field.</summary>
    public static AnnotationValue Read(string text, bool inferKinds)
    {
        if (text.Length == 0) return AnnotationValue.Null;
        if (!inferKinds) return AnnotationValue.FromString(text);
        if (text == "true") return AnnotationValue.FromBoolean(true);
        if (text == "false") return AnnotationValue.FromBoolean(false);
        if (text[^1] is not (>= '0' and <= '9') || !IsJsonNumber(text)) return AnnotationValue.FromString(text);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) && text != "-0")
            return AnnotationValue.FromInteger(integer);
        double number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        // An integer with more digits than a double holds, such as a hash, stays a string.
        bool isInteger = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
        return double.IsFinite(number) && (!isInteger || text == "-0") ? AnnotationValue.FromNumber(number) : AnnotationValue.FromString(text);
    }

    /// <summary>Returns true for a JSON number. 007 and +1 are not JSON numbers and stay strings.</summary>
    private static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        if (text.StartsWith('-')) text = text[1..];
        int digits = Digits(text);
        if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
        text = text[digits..];
        if (text.StartsWith('.'))
        {
            digits = Digits(text[1..]);
            if (digits == 0) return false;
            text = text[(1 + digits)..];
        }
        if (text.IsEmpty) return true;
        if (text[0] is not ('e' or 'E')) return false;
        text = text[1..];
        if (text.StartsWith('-') || text.StartsWith('+')) text = text[1..];
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}

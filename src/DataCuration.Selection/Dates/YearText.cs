using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Reads years from the values of fields.</summary>
internal static class YearText
{
    /// <summary>The largest year, and minus the smallest.</summary>
    public const int Largest = 9_999;

    /// <summary>
    /// Returns the year of a value: a whole number of at most four digits, or else the first number of exactly four digits. A sign counts at the start of the
    /// value only, as in <c>-0043-03-20</c>. Null without a year, and for 0, which fields have for unknown years.
    /// </summary>
    public static int? Read(string value)
    {
        ReadOnlySpan<char> text = value.AsSpan().Trim();
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) && text.TrimStart("+-").Length <= 4)
            return whole == 0 ? null : whole;
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end - at == 4 && int.Parse(text.Slice(at, 4), NumberStyles.None, CultureInfo.InvariantCulture) is not 0 and var year)
                return at == 1 && text[0] == '-' ? -year : year;
            at = end + 1;
        }
        return null;
    }

    /// <summary>Returns the year of a field.</summary>
    public static int? Read(Document document, string field) => Read(Value(document, field));

    /// <summary>Returns a field's value as text; empty without one.</summary>
    public static string Value(Document document, string field) => document.TryGetValue(field, out AnnotationValue value) ? value.AsString() ?? "" : "";
}

using System.Globalization;
using System.Text;

namespace DataCuration.Tabular;

/// <summary>Shortens values for display.</summary>
internal static class ValuePreview
{
    /// <summary>Returns a text in one line: white space in a row becomes one space, and a long text is cut and its length added.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxCharacters">The maximum number of characters (Unicode code points) of the text that are shown.</param>
    public static string Shorten(string text, int maxCharacters)
    {
        var line = new StringBuilder();
        int shown = 0;
        bool isAfterSpace = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isSpace = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (isSpace && isAfterSpace) continue;
            isAfterSpace = isSpace;
            if (shown == maxCharacters)
            {
                int characters = text.EnumerateRunes().Count();
                return line.Append(CultureInfo.InvariantCulture, $"… ({characters:N0} characters)").ToString();
            }
            shown++;
            if (isSpace) line.Append(' ');
            else line.Append(rune);
        }
        return line.ToString();
    }

    /// <summary>Shortens a string or JSON value. Other values stay as they are.</summary>
    public static AnnotationValue Shorten(AnnotationValue value, int maxCharacters) => value.Kind is AnnotationKind.String or AnnotationKind.Json
        ? AnnotationValue.FromString(Shorten(value.AsString()!, maxCharacters)) : value;
}

using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>The numbers and mathematical symbols of a text, in its order.</summary>
internal static class NumberSequence
{
    /// <summary>
    /// Returns runs of digits with the points and commas between them, and with a minus sign at the start of a word; and each character of the Unicode category
    /// of mathematical symbols. A hyphen and the minus sign U+2212 are the same sign of a number.
    /// </summary>
    public static List<string> Of(string text)
    {
        var found = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            bool isSign = text[i] is '-' or '\u2212' && i + 1 < text.Length && char.IsDigit(text[i + 1])
                && (i == 0 || char.IsWhiteSpace(text[i - 1]) || text[i - 1] is '(' or '[' or '{' or '=');
            if (!isSign && !char.IsDigit(text[i]))
            {
                if (char.GetUnicodeCategory(text[i]) == UnicodeCategory.MathSymbol) found.Add(text[i].ToString());
                i++;
                continue;
            }
            int end = isSign ? i + 1 : i;
            while (end < text.Length && (char.IsDigit(text[end]) || (text[end] is '.' or ',' && end + 1 < text.Length && char.IsDigit(text[end + 1])))) end++;
            found.Add((isSign ? "-" : "") + text[(isSign ? i + 1 : i)..end]);
            i = end;
        }
        return found;
    }
}

using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>The numbers and mathematical symbols of a text, in its order.</summary>
internal static class NumberSequence
{
    /// <summary>
    /// Returns runs of digits with the points and commas between them, and with a minus sign in front. Symbols that change a number are returned too: those of
    /// the Unicode categories of mathematical symbols, other numbers (<c>²</c>, <c>½</c>), letter numbers and currencies, and <c>%</c>, <c>‰</c>, <c>°</c>,
    /// <c>^</c>. A hyphen and the minus sign U+2212 are the same sign of a number. A hyphen after a letter or a digit is not a sign, except after the
    /// <c>e</c> of an exponent.
    /// </summary>
    public static List<string> Of(string text)
    {
        var found = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            bool isSign = text[i] is '-' or '\u2212' && i + 1 < text.Length && char.IsDigit(text[i + 1])
                && (i == 0 || !char.IsLetterOrDigit(text[i - 1]) || IsExponent(text, i - 1));
            if (!isSign && !char.IsDigit(text[i]))
            {
                if (IsSymbol(text[i])) found.Add(text[i].ToString());
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

    private static bool IsExponent(string text, int at) => text[at] is 'e' or 'E' && at > 0 && (char.IsDigit(text[at - 1]) || text[at - 1] == '.');

    private static bool IsSymbol(char c) => c is '%' or '\u2030' or '\u00B0' or '^' || char.GetUnicodeCategory(c) is UnicodeCategory.MathSymbol
        or UnicodeCategory.OtherNumber or UnicodeCategory.LetterNumber or UnicodeCategory.CurrencySymbol;
}

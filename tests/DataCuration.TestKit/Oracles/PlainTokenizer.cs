using System.Text;

namespace DataCuration.TestKit;

/// <summary>
/// The plain form of <see cref="Utf8WordTokenizer"/>: code point by code point on lists. It follows the reference's definition (lower-case the whole text, then
/// <c>\w+|[^\w\s]+</c>) and CPython's final-sigma rule literally.
/// </summary>
public static class PlainTokenizer
{
    /// <summary>Lower-cases a whole text.</summary>
    public static string Lower(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] source = [.. text.EnumerateRunes().Select(rune => rune.Value)];
        var result = new StringBuilder();
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == 0x130)
            {
                result.Append("i\u0307");
            }
            else
            {
                result.Append(new Rune(source[i] == 0x3A3 && IsFinal(source, i) ? 0x3C2 : UnicodeRules.ToLower(source[i])).ToString());
            }
        }

        return result.ToString();
    }

    /// <summary>Returns the tokens of a text.</summary>
    public static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        var current = new StringBuilder();
        int currentKind = UnicodeRules.Space;
        foreach (Rune rune in Lower(text).EnumerateRunes())
        {
            int kind = UnicodeRules.Classify(rune.Value) & (UnicodeRules.Word | UnicodeRules.Space);
            if (kind != currentKind && current.Length > 0)
            {
                tokens.Add(current.ToString());
                current.Clear();
            }

            currentKind = kind;
            if (kind != UnicodeRules.Space)
            {
                current.Append(rune.ToString());
            }
        }

        if (current.Length > 0)
        {
            tokens.Add(current.ToString());
        }

        return tokens;
    }

    private static bool IsFinal(int[] source, int position)
    {
        int before = position - 1;
        while (before >= 0 && Has(source[before], UnicodeRules.CaseIgnorable))
        {
            before--;
        }

        if (before < 0 || !Has(source[before], UnicodeRules.Cased))
        {
            return false;
        }

        int after = position + 1;
        while (after < source.Length && Has(source[after], UnicodeRules.CaseIgnorable))
        {
            after++;
        }

        return after == source.Length || !Has(source[after], UnicodeRules.Cased);
    }

    private static bool Has(int codePoint, byte bit) => (UnicodeRules.Classify(codePoint) & bit) != 0;
}

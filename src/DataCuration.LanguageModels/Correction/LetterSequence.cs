using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>The letters and digits of a text, and how many of them two texts have in common.</summary>
internal static class LetterSequence
{
    /// <summary>The Latin ligatures U+FB00 to U+FB06.</summary>
    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    /// <summary>
    /// Returns the letters and digits of a text in lower case, with the marks on them, such as the vowel signs of Devanagari and Thai. Ligatures are divided;
    /// surrogates count as letters.
    /// </summary>
    public static char[] Of(ReadOnlySpan<char> text)
    {
        var letters = new List<char>(text.Length);
        foreach (char c in text)
        {
            if (c is >= '\uFB00' and <= '\uFB06') letters.AddRange(Ligatures[c - '\uFB00']);
            else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || IsMark(c)) letters.Add(char.ToLowerInvariant(c));
        }
        return [.. letters];
    }

    private static bool IsMark(char c) =>
        c >= '\u0300' && char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>
    /// Returns true if two sequences have a common subsequence of a length. The number of steps is bounded by their lengths times the differences that the
    /// length allows (Myers 1986, "An O(ND) difference algorithm and its variations").
    /// </summary>
    /// <param name="a">The first sequence.</param>
    /// <param name="b">The second sequence.</param>
    /// <param name="needed">The length of the common subsequence.</param>
    public static bool HasCommon(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int needed)
    {
        if (needed > Math.Min(a.Length, b.Length)) return false;
        // d insertions and deletions leave (|a| + |b| - d) / 2 common characters.
        int most = a.Length + b.Length - (2 * needed);
        // furthest[most + 1 + k] is the furthest place in a that d differences reach on the diagonal k = x - y.
        int[] furthest = new int[(2 * most) + 3];
        for (int d = 0; d <= most; d++)
        {
            for (int k = -d; k <= d; k += 2)
            {
                int at = most + 1 + k;
                bool goesDown = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
                int x = goesDown ? furthest[at + 1] : furthest[at - 1] + 1, y = x - k;
                while (x < a.Length && y < b.Length && a[x] == b[y])
                {
                    x++;
                    y++;
                }
                furthest[at] = x;
                if (x >= a.Length && y >= b.Length) return true;
            }
        }
        return false;
    }
}

using System.Text;

namespace DataCuration.Synthesis.Tests;

/// <summary>Finds terms by trying every term at every place: the oracle of <see cref="TermMatcher"/>.</summary>
internal static class PlainMasker
{
    public static List<TermMatch> Find(string text, IEnumerable<string> terms, bool ignoresCase, bool wholeWords)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        Rune[][] all = [.. terms.Select(term => term.EnumerateRunes().ToArray())];
        var found = new List<TermMatch>();
        for (int i = 0, offset = 0; i < runes.Length;)
        {
            int longest = 0;
            foreach (Rune[] term in all)
                if (term.Length > longest && Fits(runes, i, term, ignoresCase)
                    && (!wholeWords || (IsBoundary(runes, i) && IsBoundary(runes, i + term.Length)))) longest = term.Length;
            int bytes = runes.AsSpan(i, Math.Max(1, longest)).ToArray().Sum(rune => rune.Utf8SequenceLength);
            if (longest > 0) found.Add(new TermMatch(offset, bytes));
            i += Math.Max(1, longest);
            offset += bytes;
        }
        return found;
    }

    private static bool Fits(Rune[] text, int at, Rune[] term, bool ignoresCase)
    {
        if (at + term.Length > text.Length) return false;
        for (int i = 0; i < term.Length; i++)
            if (text[at + i] != term[i] && (!ignoresCase || Lower(text[at + i]) != Lower(term[i]))) return false;
        return true;
    }

    // The invariant lower case of .NET, with the final sigma and without the capital I with dot, which it maps to a plain i in some modes.
    private static Rune Lower(Rune rune) => rune.Value switch { 0x130 => rune, 0x3C2 => new Rune(0x3C3), _ => Rune.ToLowerInvariant(rune) };

    private static bool IsBoundary(Rune[] text, int at) => at == 0 || at == text.Length || !IsWord(text[at - 1]) || !IsWord(text[at]);

    private static bool IsWord(Rune rune) => (Rune.IsLetterOrDigit(rune) && rune.Value is not (>= 0x4E00 and <= 0x9FFF)) || rune.Value is '_' or 0x301;
}

using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Finds out whether a text has one of many words or phrases, flanked by characters that are no letters, digits or underscores (Python's <c>\W</c>), or
/// anywhere. Entries are found by their first two bytes.
/// </summary>
internal sealed class WordMatcher
{
    private readonly bool bounded;
    private readonly byte[][]?[] byStart = new byte[0x10000][][];
    private readonly bool[] firsts = new bool[256];

    public WordMatcher(IEnumerable<string> words, bool bounded)
    {
        this.bounded = bounded;
        foreach (IGrouping<int, byte[]> group in words.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).GroupBy(Key))
        {
            byStart[group.Key] = [.. group.OrderBy(word => word.Length)];
            firsts[group.Key >> 8] = true;
        }
    }

    /// <summary>True if the text has an entry.</summary>
    /// <param name="lower">The text in lower case.</param>
    public bool IsIn(ReadOnlySpan<byte> lower)
    {
        bool canStart = true;
        for (int at = 0; at < lower.Length;)
        {
            if ((canStart || !bounded) && firsts[lower[at]] && StartsAt(lower, at)) return true;
            int point = Utf8.Decode(lower, at, out int size);
            canStart = !IsWord(point);
            at += size;
        }
        return false;
    }

    private bool StartsAt(ReadOnlySpan<byte> text, int at)
    {
        // Entries of one byte are under the key of their byte and zero.
        return StartsAt(text, at, byStart[(text[at] << 8) | (at + 1 < text.Length ? text[at + 1] : 0)]) || StartsAt(text, at, byStart[text[at] << 8]);
    }

    private bool StartsAt(ReadOnlySpan<byte> text, int at, byte[][]? entries)
    {
        if (entries is null) return false;
        foreach (byte[] entry in entries)
        {
            if (!text[at..].StartsWith(entry)) continue;
            int end = at + entry.Length;
            if (!bounded || end == text.Length || !IsWord(Utf8.Decode(text, end, out _))) return true;
        }
        return false;
    }

    private static bool IsWord(int point) => point < 0x80
        ? char.IsAsciiLetterOrDigit((char)point) || point == '_' : (UnicodeRules.Classify(point) & UnicodeRules.Word) != 0;

    private static int Key(byte[] word) => (word[0] << 8) | (word.Length > 1 ? word[1] : 0);
}

using System.Text;

namespace DataCuration.Filters;

/// <summary>Finds whole words among a few: by first byte and length, then by comparison. Case counts.</summary>
internal sealed class StopWordSet
{
    private readonly byte[][] words;
    private readonly int maxLength;
    private readonly ulong[] lengths = new ulong[256];
    private readonly int[][] byFirst = new int[256][];

    public StopWordSet(IEnumerable<string> words)
    {
        this.words = [.. words.Distinct(StringComparer.Ordinal).Where(word => word.Length > 0).Select(Encoding.UTF8.GetBytes)];
        maxLength = this.words.Select(word => word.Length).DefaultIfEmpty().Max();
        foreach (IGrouping<byte, int> group in Enumerable.Range(0, this.words.Length).GroupBy(i => this.words[i][0]))
        {
            byFirst[group.Key] = [.. group];
            foreach (int i in group) lengths[group.Key] |= 1UL << Math.Min(63, this.words[i].Length);
        }
    }

    /// <summary>The eight English words of Gopher's rule (Rae et al. 2021, appendix A.1.1), which all peers share.</summary>
    public static IReadOnlyList<string> GopherWords { get; } = ["the", "be", "to", "of", "and", "that", "have", "with"];

    /// <summary>The set of <see cref="GopherWords"/>.</summary>
    public static StopWordSet Gopher { get; } = new(GopherWords);

    /// <summary>The number of words.</summary>
    public int Count => words.Length;

    /// <summary>Gets the number of a word; -1 if it is not in the set.</summary>
    public int Find(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty || (lengths[word[0]] >> Math.Min(63, word.Length) & 1) == 0) return -1;
        foreach (int i in byFirst[word[0]])
            if (word.SequenceEqual(words[i])) return i;
        return -1;
    }

    /// <summary>Gets the number of a word with ASCII letters in any case; -1 if its lower case is not in the set.</summary>
    public int FindAnyCase(ReadOnlySpan<byte> word)
    {
        if (word.Length > maxLength) return -1;
        Span<byte> lower = stackalloc byte[word.Length];
        Utf8.LowerAscii(word, lower);
        return Find(lower);
    }
}

using System.IO.Hashing;

namespace DataCuration.Deduplication;

/// <summary>Hashes the word n-grams of a text.</summary>
/// <param name="splitter">The definition of a word.</param>
/// <param name="maxWords">The length of an n-gram in words.</param>
/// <param name="minWords">The length from which a shorter text is one n-gram.</param>
internal sealed class WordNGramHashes(WordSplitter splitter, int maxWords, int minWords)
{
    private byte[] joined = [];
    private int[] starts = [];

    public List<ulong> Hashes { get; } = [];

    public void Compute(ReadOnlyMemory<byte> utf8Text)
    {
        Hashes.Clear();
        TextWords words = splitter.Split(utf8Text);
        if (words.Count < minWords) return;
        if (starts.Length < words.Count + 1) starts = new int[Math.Max(words.Count + 1, 2 * starts.Length)];
        if (joined.Length < utf8Text.Length + words.Count) joined = new byte[Math.Max(utf8Text.Length + words.Count, 2 * joined.Length)];
        int used = 0, count = 0;
        foreach (ReadOnlySpan<byte> word in words)
        {
            starts[count++] = used;
            word.CopyTo(joined.AsSpan(used));
            used += word.Length;
            joined[used++] = 0; // no word holds it, so different n-grams have different bytes
        }
        starts[count] = used;
        int size = Math.Min(maxWords, count);
        for (int i = 0; i + size <= count; i++) Hashes.Add(XxHash3.HashToUInt64(joined.AsSpan(starts[i]..starts[i + size])));
    }
}

namespace DataCuration.Tokenization;

/// <summary>
/// A part of the words of a training, each once with its number of occurrences. One thread works on a block at a time, so that blocks can be merged in
/// parallel.
/// </summary>
internal sealed class WordBlock
{
    private readonly PairTable pairs = new();
    private readonly List<int> found = [];
    private int[] symbols = new int[1 << 12];
    private int[] starts = new int[1 << 8], lengths = new int[1 << 8];
    private long[] counts = new long[1 << 8];
    private int wordCount;

    /// <summary>The number of symbols before the merges.</summary>
    public int Symbols { get; private set; }

    /// <summary>The pairs of the words.</summary>
    public PairTable Pairs => pairs;

    /// <summary>The pairs that the last merge made, each once.</summary>
    public List<ulong> Changed { get; } = [];

    /// <summary>Returns the block with the fewest symbols.</summary>
    public static WordBlock Smallest(WordBlock[] blocks)
    {
        WordBlock smallest = blocks[0];
        foreach (WordBlock block in blocks)
            if (block.Symbols < smallest.Symbols) smallest = block;
        return smallest;
    }

    /// <summary>Adds a word.</summary>
    /// <exception cref="CurationException">The words have too many symbols for one block.</exception>
    public void Add(ReadOnlySpan<int> word, long count)
    {
        if (Symbols + (long)word.Length > Array.MaxLength)
            throw new CurationException("The different words of the corpus are too many for one training: set a higher minimum count of words.");
        if (symbols.Length < Symbols + word.Length)
            Array.Resize(ref symbols, (int)Math.Min(Array.MaxLength, Math.Max(2L * symbols.Length, Symbols + word.Length)));
        if (wordCount == starts.Length)
        {
            int size = (int)Math.Min(Array.MaxLength, 2L * wordCount);
            Array.Resize(ref starts, size);
            Array.Resize(ref lengths, size);
            Array.Resize(ref counts, size);
        }
        word.CopyTo(symbols.AsSpan(Symbols));
        (starts[wordCount], lengths[wordCount], counts[wordCount]) = (Symbols, word.Length, count);
        Symbols += word.Length;
        wordCount++;
    }

    /// <summary>Counts the pairs of all words.</summary>
    public void CountPairs(MergeLimits limits)
    {
        for (int word = 0; word < wordCount; word++)
        {
            ReadOnlySpan<int> all = symbols.AsSpan(starts[word], lengths[word]);
            for (int i = 1; i < all.Length; i++)
                if (limits.Allows(all[i - 1], all[i])) pairs.Add(PairTable.PairOf(all[i - 1], all[i]), counts[word], word, -1);
        }
    }

    /// <summary>Merges a pair in all words, from left to right.</summary>
    /// <param name="left">The left symbol.</param>
    /// <param name="right">The right symbol.</param>
    /// <param name="result">The symbol in place of both.</param>
    /// <param name="limits">The pairs that count.</param>
    /// <param name="stamp">The number of the merge.</param>
    public void Merge(int left, int right, int result, MergeLimits limits, int stamp)
    {
        Changed.Clear();
        ulong pair = PairTable.PairOf(left, right);
        pairs.TakeWords(pair, found);
        foreach (int word in found) MergeWord(word, left, right, result, limits, stamp);
        pairs.Clear(pair); // an occurrence that overlaps a merged one, as in aaa, is gone as well
    }

    private void MergeWord(int word, int left, int right, int result, MergeLimits limits, int stamp)
    {
        Span<int> all = symbols.AsSpan(starts[word], lengths[word]);
        long count = counts[word];
        int kept = 0;
        for (int i = 0; i < all.Length;)
        {
            if (all[i] != left || i + 1 == all.Length || all[i + 1] != right)
            {
                all[kept++] = all[i++];
                continue;
            }
            if (kept > 0)
            {
                int before = all[kept - 1];
                if (limits.Allows(before, left)) pairs.Subtract(PairTable.PairOf(before, left), count);
                Add(before, result, word, count, limits, stamp);
            }
            i += 2;
            if (i < all.Length)
            {
                int after = all[i];
                if (limits.Allows(right, after)) pairs.Subtract(PairTable.PairOf(right, after), count);
                Add(result, after, word, count, limits, stamp);
            }
            all[kept++] = result;
        }
        lengths[word] = kept;
    }

    private void Add(int left, int right, int word, long count, MergeLimits limits, int stamp)
    {
        if (!limits.Allows(left, right)) return;
        ulong pair = PairTable.PairOf(left, right);
        if (pairs.Add(pair, count, word, stamp)) Changed.Add(pair);
    }
}

namespace DataCuration.Filters;

/// <summary>
/// The words of a document as numbers, and the n-grams that occur more than once. N-grams are numbered from those with one word less, so that no text is
/// hashed twice, and only where both shorter n-grams are repeated: an n-gram cannot be more frequent than its parts.
/// </summary>
/// <remarks>
/// <see cref="Positions"/> and <see cref="Grams"/> list the occurrences of repeated n-grams in text order; <see cref="Counts"/> are the frequencies by
/// number, and numbers count up in the order of first occurrence. Exact: numbers stand for the words themselves, not for hashes.
/// </remarks>
internal sealed class WordRuns
{
    private const int MaxKept = 1 << 20;
    private readonly SpanTable table = new();
    private int[] lengths = new int[256];
    private int[] positions = new int[256];
    private int[] grams = new int[256];
    private int[] counts = new int[256];
    private ulong[] keys = new ulong[512];
    private int[] slots = new int[512];
    private int used;

    /// <summary>The number of words.</summary>
    public int WordCount { get; private set; }

    /// <summary>The number of different words.</summary>
    public int DistinctWords => table.Count;

    /// <summary>The different words with their frequencies, in the order of first occurrence.</summary>
    public ReadOnlySpan<SpanTable.Entry> DistinctWordEntries => table.Entries;

    /// <summary>The code points of all words together.</summary>
    public long Characters { get; private set; }

    /// <summary>The number of words in an n-gram.</summary>
    public int Length { get; private set; }

    /// <summary>The positions of repeated n-grams: the index of the first word.</summary>
    public ReadOnlySpan<int> Positions => positions.AsSpan(0, used);

    /// <summary>The number of the n-gram at each of <see cref="Positions"/>.</summary>
    public ReadOnlySpan<int> Grams => grams.AsSpan(0, used);

    /// <summary>The frequencies by number. A frequency of 1 occurs: numbers are not given anew.</summary>
    public ReadOnlySpan<int> Counts => counts.AsSpan(0, GramCount);

    /// <summary>The number of different n-grams that were numbered.</summary>
    public int GramCount { get; private set; }

    /// <summary>The length of each word in code points.</summary>
    public ReadOnlySpan<int> WordLengths => lengths.AsSpan(0, WordCount);

    /// <summary>Starts a document.</summary>
    public void Clear()
    {
        if (lengths.Length > MaxKept) (lengths, positions, grams, counts, keys, slots) =
            (new int[256], new int[256], new int[256], new int[256], new ulong[512], new int[512]);
        table.Reset();
        WordCount = used = GramCount = 0;
        Characters = 0;
        Length = 1;
    }

    /// <summary>Adds a word.</summary>
    /// <param name="text">The text, the same for all words of the document.</param>
    /// <param name="start">The word's offset.</param>
    /// <param name="length">The word's length in bytes.</param>
    public void Add(ReadOnlySpan<byte> text, int start, int length)
    {
        int at = WordCount++;
        if (at == lengths.Length)
        {
            int size = checked(2 * at);
            Array.Resize(ref lengths, size);
            Array.Resize(ref positions, size);
            Array.Resize(ref grams, size);
        }
        int codePoints = Utf8.Count(text.Slice(start, length));
        lengths[at] = codePoints;
        Characters += codePoints;
        positions[at] = at;
        grams[at] = table.Add(text, start, length);
    }

    /// <summary>Adds the words of a view.</summary>
    public void AddAll(TextWords words, ReadOnlySpan<byte> text)
    {
        int count = words.Count;
        for (int i = 0; i < count; i++) Add(text, words.GetStart(i), words[i].Length);
    }

    /// <summary>Finds the repeated words, after the last word was added. The n-grams have one word then.</summary>
    public void Finish()
    {
        used = WordCount;
        GramCount = table.Count;
        if (counts.Length < GramCount) counts = new int[Math.Max(GramCount, 2 * counts.Length)];
        ReadOnlySpan<SpanTable.Entry> entries = table.Entries;
        for (int i = 0; i < entries.Length; i++) counts[i] = entries[i].Count;
        KeepRepeated();
    }

    /// <summary>Moves on to the n-grams with one word more.</summary>
    public void Next()
    {
        Length++;
        int pairs = 0;
        for (int i = 0; i + 1 < used; i++) pairs += positions[i + 1] == positions[i] + 1 ? 1 : 0;
        int size = 64;
        while (size < 2 * pairs) size *= 2;
        if (slots.Length < size) (slots, keys) = (new int[size], new ulong[size]);
        else Array.Clear(slots, 0, size);
        int mask = size - 1, found = 0, kept = 0;
        if (counts.Length < pairs) counts = new int[Math.Max(pairs, 2 * counts.Length)];
        for (int i = 0; i + 1 < used; i++)
        {
            if (positions[i + 1] != positions[i] + 1) continue;
            ulong key = ((ulong)(uint)grams[i] << 32) | (uint)grams[i + 1];
            int slot = (int)((key * 0x9E3779B97F4A7C15) >> 32) & mask;
            int gram;
            while ((gram = slots[slot] - 1) >= 0 && keys[slot] != key) slot = (slot + 1) & mask;
            if (gram < 0)
            {
                gram = found++;
                slots[slot] = found;
                keys[slot] = key;
                counts[gram] = 0;
            }
            counts[gram]++;
            positions[kept] = positions[i];
            grams[kept++] = gram;
        }
        used = kept;
        GramCount = found;
        KeepRepeated();
    }

    /// <summary>Sums the lengths of consecutive words.</summary>
    public int CharactersAt(int position)
    {
        int sum = 0;
        foreach (int length in lengths.AsSpan(position, Length)) sum += length;
        return sum;
    }

    /// <summary>Finds the most frequent n-gram; of several, the one that occurs first. If none is repeated, that is the document's first one.</summary>
    /// <param name="position">The position of its first occurrence.</param>
    /// <returns>Its frequency; 0 if the document has fewer words.</returns>
    public int MostFrequent(out int position)
    {
        position = 0;
        if (WordCount < Length) return 0;
        int best = 1;
        for (int i = 0; i < used; i++)
        {
            if (counts[grams[i]] <= best) continue;
            best = counts[grams[i]];
            position = positions[i];
        }
        return best;
    }

    /// <summary>Counts the code points of words that a repeated n-gram covers, each word once.</summary>
    public long CoveredCharacters()
    {
        long covered = 0;
        int done = 0;
        for (int i = 0; i < used; i++)
        {
            int end = positions[i] + Length;
            for (int word = Math.Max(done, positions[i]); word < end; word++) covered += lengths[word];
            done = end;
        }
        return covered;
    }

    /// <summary>Sums the lengths of the words of all n-grams, repeated or not.</summary>
    public long AllGramCharacters()
    {
        long sum = 0;
        int grams = WordCount - Length + 1;
        // The word at i is in the n-grams that begin at i - Length + 1 to i.
        for (int i = 0; i < WordCount; i++) sum += (long)lengths[i] * (Math.Min(i, grams - 1) - Math.Max(0, i - Length + 1) + 1);
        return sum;
    }

    private void KeepRepeated()
    {
        int kept = 0;
        for (int i = 0; i < used; i++)
        {
            if (counts[grams[i]] < 2) continue;
            positions[kept] = positions[i];
            grams[kept++] = grams[i];
        }
        used = kept;
    }
}

using System.Diagnostics;

namespace DataCuration.FastText;

/// <summary>
/// Counts the words and labels of a training text and drops rare ones. The order is that of the C++ program (dictionary.cc): words before labels, frequent
/// entries first, and ties as its unstable sort leaves them.
/// </summary>
internal sealed class FastTextVocabulary(byte[] labelPrefix)
{
    /// <summary>The size of the C++ program's table (MAX_VOCAB_SIZE). Above three quarters of it, rare words are dropped early.</summary>
    public const int MaxEntries = 30_000_000;

    private byte[] text = new byte[1 << 16];
    private Entry[] entries = new Entry[1 << 12];
    private int[] table = MakeTable(1 << 13);
    private int count, textLength;
    private long threshold = 1;

    public long Tokens { get; private set; }

    /// <summary>Counts the words of a text.</summary>
    public static FastTextVocabulary Count(FastTextTokenReader reader, byte[] labelPrefix, CancellationToken cancellationToken, int maxEntries = MaxEntries)
    {
        var vocabulary = new FastTextVocabulary(labelPrefix);
        while (reader.TryRead(out ReadOnlySpan<byte> word, out uint hash))
        {
            vocabulary.Add(word, hash);
            if ((vocabulary.Tokens & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (vocabulary.count > 0.75 * maxEntries) vocabulary.Drop(++vocabulary.threshold, vocabulary.threshold);
        }
        return vocabulary;
    }

    public void Add(ReadOnlySpan<byte> word, uint hash)
    {
        Tokens++;
        ref int slot = ref Slot(word, hash);
        if (slot >= 0)
        {
            entries[slot].Count++;
            return;
        }
        if (count == entries.Length) Array.Resize(ref entries, 2 * count);
        if (word.Length > text.Length - textLength)
            Array.Resize(ref text, (int)Math.Min(Array.MaxLength, Math.Max(2L * text.Length, (long)textLength + word.Length)));
        if (word.Length > text.Length - textLength) throw new InvalidDataException($"The text has more than {Array.MaxLength} bytes of different words.");
        word.CopyTo(text.AsSpan(textLength));
        entries[count] = new() { Start = textLength, Length = word.Length, Hash = hash, Count = 1, IsLabel = word.StartsWith(labelPrefix) };
        textLength += word.Length;
        slot = count++;
        if (2 * count > table.Length) Rebuild(MakeTable(2 * table.Length));
    }

    /// <summary>Sorts the entries and drops the rare ones.</summary>
    public void Drop(long minimumWords, long minimumLabels)
    {
        var order = new (ulong Key, int Index)[count];
        // Words before labels, then descending counts.
        for (int i = 0; i < count; i++) order[i] = ((entries[i].IsLabel ? 1UL << 63 : 0) | (ulong)(long.MaxValue - entries[i].Count), i);
        IntroSort.Sort<(ulong, int), ByKey>(order, default);
        var kept = new Entry[Math.Max(count, 1)];
        int keptCount = 0, keptLength = 0, length = 0;
        foreach ((_, int index) in order)
        {
            if (entries[index].Count < (entries[index].IsLabel ? minimumLabels : minimumWords)) continue;
            kept[keptCount++] = entries[index];
            keptLength += entries[index].Length;
        }
        // Also removes the bytes of dropped words.
        var keptText = new byte[Math.Max(keptLength, 1)];
        for (int i = 0; i < keptCount; i++)
        {
            Text(kept[i]).CopyTo(keptText.AsSpan(length));
            kept[i].Start = length;
            length += kept[i].Length;
        }
        (entries, count, text, textLength) = (kept, keptCount, keptText, length);
        Rebuild(table);
    }

    public FastTextEntries ToEntries()
    {
        var starts = new int[count + 1];
        var bytes = new byte[textLength];
        var counts = new long[count];
        int words = 0, length = 0;
        for (int i = 0; i < count; i++)
        {
            Debug.Assert(i == 0 || entries[i].IsLabel || !entries[i - 1].IsLabel, "Drop comes first");
            starts[i] = length;
            Text(entries[i]).CopyTo(bytes.AsSpan(length));
            length += entries[i].Length;
            counts[i] = entries[i].Count;
            if (!entries[i].IsLabel) words++;
        }
        starts[count] = length;
        return new(bytes, starts, counts, words, Tokens);
    }

    private ReadOnlySpan<byte> Text(in Entry entry) => text.AsSpan(entry.Start, entry.Length);

    private void Rebuild(int[] empty)
    {
        table = empty;
        Array.Fill(table, -1);
        for (int i = 0; i < count; i++) Slot(Text(entries[i]), entries[i].Hash) = i;
    }

    private ref int Slot(ReadOnlySpan<byte> word, uint hash)
    {
        int mask = table.Length - 1, steps = 0;
        for (int slot = (int)(SeededRandom.Mix(hash) & (uint)mask); ; slot = (slot + 1) & mask)
        {
            ref int entry = ref table[slot];
            if (entry < 0 || entries[entry].Hash == hash && Text(entries[entry]).SequenceEqual(word)) return ref entry;
            // Collisions of a 32-bit hash are easy to construct. Such a text would make every lookup slow.
            if (++steps > 1000) throw new InvalidDataException("The text contains too many different words with the same hash.");
        }
    }

    private static int[] MakeTable(int length)
    {
        var result = new int[length];
        Array.Fill(result, -1);
        return result;
    }

    private struct Entry
    {
        public int Start, Length;
        public uint Hash;
        public bool IsLabel;
        public long Count;
    }

    private readonly struct ByKey : IntroSort.IOrder<(ulong Key, int Index)>
    {
        public bool Before((ulong Key, int Index) left, (ulong Key, int Index) right) => left.Key < right.Key;
    }
}

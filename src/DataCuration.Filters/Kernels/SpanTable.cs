using System.Numerics;

namespace DataCuration.Filters;

/// <summary>
/// Numbers distinct parts of a text in the order of their first occurrence. Open addressing with hashes of 64 bits, and the bytes are compared as well. The
/// memory is reused: resetting clears no more than the next text needs.
/// </summary>
internal sealed class SpanTable
{
    /// <summary>The number of slots that a table starts with, at most half of them in use.</summary>
    private const int InitialSize = 1 << 12;

    /// <summary>Below this the memory is kept between texts; a larger table is given back.</summary>
    private const int MaxKept = 1 << 20;

    private int[] slots = [];
    private Entry[] entries = [];
    private int mask;

    /// <summary>The number of distinct parts.</summary>
    public int Count { get; private set; }

    /// <summary>The entries in the order of their first occurrence; <see cref="Count"/> of them are in use.</summary>
    public Span<Entry> Entries => entries.AsSpan(0, Count);

    /// <summary>Empties the table.</summary>
    /// <param name="capacity">The largest number of distinct parts to come. A larger number than needed costs nothing: the table grows.</param>
    public void Reset(int capacity = InitialSize / 2)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(2L * capacity, 16, InitialSize));
        if (slots.Length < size || slots.Length > MaxKept) slots = new int[InitialSize];
        else Array.Clear(slots, 0, size);
        if (entries.Length < size / 2 || entries.Length > MaxKept) entries = new Entry[InitialSize / 2];
        mask = size - 1;
        Count = 0;
    }

    /// <summary>Finds a part or adds it.</summary>
    /// <param name="text">The text that all parts belong to.</param>
    /// <param name="start">The part's offset.</param>
    /// <param name="length">The part's length.</param>
    /// <returns>The part's number. Its entry's <c>Count</c> is one more than before.</returns>
    public int Add(ReadOnlySpan<byte> text, int start, int length)
    {
        ReadOnlySpan<byte> part = text.Slice(start, length);
        ulong hash = SpanHash.Compute(part);
        int[] table = slots;
        int slot = (int)hash & mask;
        while (true)
        {
            int number = table[slot] - 1;
            if (number < 0) break;
            ref Entry entry = ref entries[number];
            if (entry.Hash == hash && entry.Length == length && text.Slice(entry.Start, length).SequenceEqual(part))
            {
                entry.Count++;
                return number;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = Count + 1;
        if (Count == entries.Length) Array.Resize(ref entries, 2 * Count);
        entries[Count] = new Entry { Hash = hash, Start = start, Length = length, Count = 1 };
        if (2 * ++Count > mask) Grow();
        return Count - 1;
    }

    private void Grow()
    {
        int size = 2 * (mask + 1);
        if (slots.Length < size) slots = new int[size];
        else Array.Clear(slots, 0, size);
        mask = size - 1;
        for (int number = 0; number < Count; number++)
        {
            int slot = (int)entries[number].Hash & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = number + 1;
        }
    }

    /// <summary>A distinct part of the text.</summary>
    internal struct Entry
    {
        public ulong Hash;
        public int Start;
        public int Length;
        public int Count;
    }
}

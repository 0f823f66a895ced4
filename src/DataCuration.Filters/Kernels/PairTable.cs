using System.Numerics;

namespace DataCuration.Filters;

/// <summary>Numbers distinct 64-bit keys in the order of their first occurrence, and counts them. The memory is reused.</summary>
internal sealed class PairTable
{
    /// <summary>The number of slots that a table starts with, at most half of them in use.</summary>
    private const int InitialSize = 1 << 12;

    /// <summary>Below this the memory is kept between texts; a larger table is given back.</summary>
    private const int MaxKept = 1 << 20;

    private int[] slots = [];
    private ulong[] keys = [];
    private int[] counts = [];
    private int[] firsts = [];
    private int mask;

    /// <summary>The number of distinct keys.</summary>
    public int Count { get; private set; }

    /// <summary>The number of occurrences of each key.</summary>
    public ReadOnlySpan<int> Counts => counts.AsSpan(0, Count);

    /// <summary>The position of the first occurrence of each key.</summary>
    public ReadOnlySpan<int> Firsts => firsts.AsSpan(0, Count);

    /// <summary>Empties the table.</summary>
    /// <param name="capacity">The largest number of distinct keys to come. A larger number than needed costs nothing: the table grows.</param>
    public void Reset(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(2L * capacity, 16, InitialSize));
        bool isNew = slots.Length < size || slots.Length > MaxKept;
        if (isNew) slots = new int[InitialSize];
        else Array.Clear(slots, 0, size);
        if (isNew || keys.Length > MaxKept)
        {
            keys = new ulong[InitialSize / 2];
            counts = new int[InitialSize / 2];
            firsts = new int[InitialSize / 2];
        }
        mask = size - 1;
        Count = 0;
    }

    /// <summary>Counts a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="position">The position, kept for the first occurrence.</param>
    /// <returns>The key's number.</returns>
    public int Add(ulong key, int position)
    {
        int[] table = slots;
        int slot = (int)SpanHash.Compute(key) & mask;
        while (true)
        {
            int number = table[slot] - 1;
            if (number < 0) break;
            if (keys[number] == key)
            {
                counts[number]++;
                return number;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = Count + 1;
        if (Count == keys.Length)
        {
            Array.Resize(ref keys, 2 * Count);
            Array.Resize(ref counts, 2 * Count);
            Array.Resize(ref firsts, 2 * Count);
        }
        keys[Count] = key;
        counts[Count] = 1;
        firsts[Count] = position;
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
            int slot = (int)SpanHash.Compute(keys[number]) & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = number + 1;
        }
    }
}

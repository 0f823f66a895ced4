using System.Numerics;

namespace DataCuration.Filters;

/// <summary>Numbers distinct 64-bit keys in the order of their first occurrence, and counts them. The memory is reused.</summary>
internal sealed class PairTable
{
    private const int MaxKept = 1 << 20;

    private int[] slots = [];
    private ulong[] keys = [];
    private int[] counts = [];
    private int[] firsts = [];
    private int mask;

    /// <summary>The number of distinct keys.</summary>
    public int Count { get; private set; }

    /// <summary>How often each key occurs.</summary>
    public ReadOnlySpan<int> Counts => counts.AsSpan(0, Count);

    /// <summary>The position of the first occurrence of each key.</summary>
    public ReadOnlySpan<int> Firsts => firsts.AsSpan(0, Count);

    /// <summary>Empties the table.</summary>
    /// <param name="capacity">The largest number of distinct keys to come.</param>
    public void Reset(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, Math.Min(capacity, 1 << 28) * 2L));
        bool shrink = slots.Length > MaxKept && size <= MaxKept;
        if (slots.Length < size || shrink) slots = new int[size];
        else Array.Clear(slots, 0, size);
        if (keys.Length < size / 2 || shrink)
        {
            keys = new ulong[size / 2];
            counts = new int[size / 2];
            firsts = new int[size / 2];
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
        keys[Count] = key;
        counts[Count] = 1;
        firsts[Count] = position;
        return Count++;
    }
}

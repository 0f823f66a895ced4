namespace DataCuration.LanguageModels;

/// <summary>
/// Maps each call's key to the position of its record. Uses open addressing in partitions that grow one at a time, so the table is never copied as a whole. It
/// takes 30 to 45 bytes per record; a dictionary takes 52 to 104, and half as much again while it grows. Keys are halves of SHA-256 and need no further
/// hashing. Not safe for concurrent use.
/// </summary>
internal sealed class LedgerIndex
{
    private const int Partitions = 256;
    private const int FirstCapacity = 8;
    private readonly Partition[] partitions = new Partition[Partitions];

    public int Count { get; private set; }

    /// <summary>Adds a position, unless the key has one.</summary>
    public bool TryAdd(UInt128 key, long position)
    {
        ref Partition part = ref partitions[(int)((ulong)key % Partitions)];
        if (part.Slots is null || part.Count >= part.Slots.Length / 5 * 4) Grow(ref part);
        int slot = Find(part.Slots!, key);
        if (part.Slots![slot].PositionPlusOne != 0) return false;
        part.Slots[slot] = new((ulong)key, (ulong)(key >> 64), position + 1);
        part.Count++;
        Count++;
        return true;
    }

    public bool TryGet(UInt128 key, out long position)
    {
        position = -1;
        if (partitions[(int)((ulong)key % Partitions)].Slots is not { } slots) return false;
        position = slots[Find(slots, key)].PositionPlusOne - 1;
        return position >= 0;
    }

    /// <summary>Returns all positions in ascending order.</summary>
    public long[] Positions()
    {
        long[] positions = new long[Count];
        int filled = 0;
        foreach (Partition part in partitions)
            foreach (Slot slot in part.Slots ?? [])
                if (slot.PositionPlusOne != 0) positions[filled++] = slot.PositionPlusOne - 1;
        Array.Sort(positions);
        return positions;
    }

    private static void Grow(ref Partition part)
    {
        Slot[] old = part.Slots ?? [];
        var slots = new Slot[Math.Max(FirstCapacity, old.Length + old.Length / 2)];
        foreach (Slot slot in old)
            if (slot.PositionPlusOne != 0) slots[Find(slots, new UInt128(slot.High, slot.Low))] = slot;
        part.Slots = slots;
    }

    /// <summary>Returns the key's slot, or the empty slot where the key belongs.</summary>
    private static int Find(Slot[] slots, UInt128 key)
    {
        ulong low = (ulong)key, high = (ulong)(key >> 64);
        // The upper half selects the slot and the lower half the partition; the two are independent.
        int at = (int)Math.BigMul(high, (ulong)slots.Length, out _);
        while (slots[at].PositionPlusOne != 0 && (slots[at].Low != low || slots[at].High != high)) at = at + 1 == slots.Length ? 0 : at + 1;
        return at;
    }

    private readonly record struct Slot(ulong Low, ulong High, long PositionPlusOne);

    private struct Partition
    {
        public Slot[]? Slots;
        public int Count;
    }
}

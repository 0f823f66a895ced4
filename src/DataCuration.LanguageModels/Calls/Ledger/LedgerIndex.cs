namespace DataCuration.LanguageModels;

/// <summary>
/// Where each call is recorded: open addressing in parts that grow one by one, 30 to 45 bytes a record and never two copies of the whole, where a dictionary takes 52 to 104 and half as much again while it grows. Keys are
/// halves of SHA-256, so that their own bits spread them. Not for concurrent use.
/// </summary>
internal sealed class LedgerIndex
{
    private const int Parts = 256;
    private const int FirstCapacity = 8;
    private readonly Part[] parts = new Part[Parts];

    public int Count { get; private set; }

    /// <summary>Notes a place, unless the key has one.</summary>
    public bool TryAdd(UInt128 key, long place)
    {
        ref Part part = ref parts[(int)((ulong)key % Parts)];
        if (part.Slots is null || part.Count >= part.Slots.Length / 5 * 4) Grow(ref part);
        int slot = Find(part.Slots!, key);
        if (part.Slots![slot].PlaceAndOne != 0) return false;
        part.Slots[slot] = new((ulong)key, (ulong)(key >> 64), place + 1);
        part.Count++;
        Count++;
        return true;
    }

    public bool TryGet(UInt128 key, out long place)
    {
        place = -1;
        if (parts[(int)((ulong)key % Parts)].Slots is not { } slots) return false;
        place = slots[Find(slots, key)].PlaceAndOne - 1;
        return place >= 0;
    }

    /// <summary>All places, in ascending order.</summary>
    public long[] Places()
    {
        long[] places = new long[Count];
        int filled = 0;
        foreach (Part part in parts)
            foreach (Slot slot in part.Slots ?? [])
                if (slot.PlaceAndOne != 0) places[filled++] = slot.PlaceAndOne - 1;
        Array.Sort(places);
        return places;
    }

    private static void Grow(ref Part part)
    {
        Slot[] old = part.Slots ?? [];
        var slots = new Slot[Math.Max(FirstCapacity, old.Length + old.Length / 2)];
        foreach (Slot slot in old)
            if (slot.PlaceAndOne != 0) slots[Find(slots, new UInt128(slot.High, slot.Low))] = slot;
        part.Slots = slots;
    }

    /// <summary>The key's slot, or the empty one where it would go.</summary>
    private static int Find(Slot[] slots, UInt128 key)
    {
        ulong low = (ulong)key, high = (ulong)(key >> 64);
        // The upper half chooses the slot and the lower one the part: neither says anything of the other.
        int at = (int)Math.BigMul(high, (ulong)slots.Length, out _);
        while (slots[at].PlaceAndOne != 0 && (slots[at].Low != low || slots[at].High != high)) at = at + 1 == slots.Length ? 0 : at + 1;
        return at;
    }

    private readonly record struct Slot(ulong Low, ulong High, long PlaceAndOne);

    private struct Part
    {
        public Slot[]? Slots;
        public int Count;
    }
}

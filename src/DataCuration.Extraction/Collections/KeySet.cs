using System.Numerics;

namespace DataCuration.Extraction;

/// <summary>A set of hashes. Unlike a <see cref="HashSet{T}"/> of them, it is compiled with the package (ReadyToRun).</summary>
internal sealed class KeySet
{
    private const int Smallest = 64;
    private const int Large = 1 << 15;

    private ulong[] slots = new ulong[Smallest]; // 0 for an empty slot
    private int shift = ShiftOf(Smallest);
    private bool hasZero;

    /// <summary>The number of hashes.</summary>
    public int Count { get; private set; }

    /// <summary>Removes all hashes. A large set is replaced by a new one, since clearing takes time proportional to its capacity.</summary>
    public void Clear()
    {
        if (slots.Length > Large) (slots, shift) = (new ulong[Smallest], ShiftOf(Smallest));
        else if (Count > 0) Array.Clear(slots);
        (Count, hasZero) = (0, false);
    }

    /// <summary>Returns true if a hash is in the set.</summary>
    public bool Contains(ulong key) => key == 0 ? hasZero : Count > 0 && slots[SlotOf(key)] == key;

    /// <summary>Adds a hash.</summary>
    public void Add(ulong key)
    {
        if (Contains(key)) return;
        Count++;
        if (key == 0)
        {
            hasZero = true;
            return;
        }
        if (Count * 2 > slots.Length) Grow();
        slots[SlotOf(key)] = key;
    }

    private static int ShiftOf(int size) => 64 - BitOperations.Log2((uint)size);

    /// <summary>Gets the slot of a hash, or the empty one that it would get.</summary>
    private int SlotOf(ulong key)
    {
        int slot = KeyHash.Place(key, shift);
        while (slots[slot] != 0 && slots[slot] != key) slot = (slot + 1) & (slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        ulong[] smaller = slots;
        (slots, shift) = (new ulong[smaller.Length * 2], ShiftOf(smaller.Length * 2));
        foreach (ulong key in smaller)
            if (key != 0) slots[SlotOf(key)] = key;
    }
}

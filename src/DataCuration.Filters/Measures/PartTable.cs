using System.Buffers.Binary;
using System.Numerics;

namespace DataCuration.Filters;

/// <summary>
/// Numbers the different parts of a text: equal bytes have equal ids, and ids count up in the order of first occurrence. Reused for one document after the
/// other without allocation once it has grown.
/// </summary>
internal sealed class PartTable
{
    /// <summary>A table that one large document made is given up after it, so that workers do not keep it.</summary>
    private const int MaxKept = 1 << 20;

    private int[] slots = new int[256];
    private int[] starts = new int[128];
    private int[] lengths = new int[128];
    private int[] counts = new int[128];
    private uint[] hashes = new uint[128];

    /// <summary>The number of different parts.</summary>
    public int Count { get; private set; }

    /// <summary>The number of occurrences of each part, by id.</summary>
    public ReadOnlySpan<int> Counts => counts.AsSpan(0, Count);

    /// <summary>Empties the table.</summary>
    public void Clear()
    {
        if (slots.Length > MaxKept) slots = new int[256];
        else Array.Clear(slots);
        if (starts.Length > MaxKept) (starts, lengths, counts, hashes) = (new int[128], new int[128], new int[128], new uint[128]);
        Count = 0;
    }

    /// <summary>The offset of a part's first occurrence.</summary>
    public int Start(int id) => starts[id];

    /// <summary>The length of a part in bytes.</summary>
    public int Length(int id) => lengths[id];

    /// <summary>Counts an occurrence of a part and returns its id.</summary>
    /// <param name="text">The whole text, the same for all parts since <see cref="Clear"/>.</param>
    /// <param name="start">The part's offset.</param>
    /// <param name="length">The part's length in bytes.</param>
    public int Add(ReadOnlySpan<byte> text, int start, int length)
    {
        ReadOnlySpan<byte> part = text.Slice(start, length);
        uint hash = Hash(part);
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        for (int id; (id = slots[slot] - 1) >= 0; slot = (slot + 1) & mask)
        {
            if (hashes[id] != hash || lengths[id] != length || !part.SequenceEqual(text.Slice(starts[id], length))) continue;
            counts[id]++;
            return id;
        }
        if (Count == starts.Length) GrowParts();
        slots[slot] = ++Count;
        (starts[Count - 1], lengths[Count - 1], counts[Count - 1], hashes[Count - 1]) = (start, length, 1, hash);
        if (2 * Count > slots.Length) GrowSlots();
        return Count - 1;
    }

    private static uint Hash(ReadOnlySpan<byte> part)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        ulong state = (ulong)part.Length * Prime;
        while (part.Length >= 8)
        {
            state = Mix(state ^ BinaryPrimitives.ReadUInt64LittleEndian(part));
            part = part[8..];
        }
        ulong tail = 0;
        if (part.Length >= 4) tail = BinaryPrimitives.ReadUInt32LittleEndian(part) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(part[^4..]) << 32);
        else if (part.Length > 0) tail = part[0] | ((uint)part[part.Length >> 1] << 8) | ((uint)part[^1] << 16);
        state = Mix(state ^ tail);
        return (uint)(state >> 32);

        static ulong Mix(ulong value)
        {
            ulong high = Math.BigMul(value, Prime, out ulong low);
            return BitOperations.RotateLeft(high ^ low, 23) ^ value;
        }
    }

    private void GrowParts()
    {
        int size = checked(2 * Count);
        Array.Resize(ref starts, size);
        Array.Resize(ref lengths, size);
        Array.Resize(ref counts, size);
        Array.Resize(ref hashes, size);
    }

    private void GrowSlots()
    {
        slots = new int[checked(2 * slots.Length)];
        int mask = slots.Length - 1;
        for (int id = 0; id < Count; id++)
        {
            int slot = (int)hashes[id] & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = id + 1;
        }
    }
}

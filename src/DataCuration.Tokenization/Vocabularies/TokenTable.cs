using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>Token spellings by id, and ids by spelling. All bytes are in one array.</summary>
internal sealed class TokenTable
{
    private byte[] bytes = new byte[1024];
    private int used;
    private int[] starts = [], lengths = [];
    private int[] slots = new int[16];
    private int count;

    /// <summary>The number of spellings.</summary>
    public int Count => count;

    /// <summary>One more than the largest id.</summary>
    public int Size { get; private set; }

    /// <summary>Makes room for a number of spellings.</summary>
    public void Reserve(int spellings, int totalBytes)
    {
        Array.Resize(ref bytes, Math.Max(bytes.Length, totalBytes + TextPadding));
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * spellings));
        if (size > slots.Length) Rehash(size);
    }

    /// <summary>Bytes that may be read after the last spelling.</summary>
    private const int TextPadding = 16;

    /// <summary>Adds a spelling. A spelling that is there already gets the new id; an id that is there already gets the new spelling.</summary>
    public void Set(ReadOnlySpan<byte> spelling, int id)
    {
        if (id >= starts.Length)
        {
            int size = Math.Max(id + 1, 2 * starts.Length);
            int old = starts.Length;
            Array.Resize(ref starts, size);
            Array.Resize(ref lengths, size);
            lengths.AsSpan(old).Fill(-1);
        }
        if (bytes.Length < used + spelling.Length + TextPadding)
            Array.Resize(ref bytes, Math.Max(used + spelling.Length + TextPadding, (int)Math.Min(2L * bytes.Length, Array.MaxLength)));
        spelling.CopyTo(bytes.AsSpan(used));
        (starts[id], lengths[id]) = (used, spelling.Length);
        used += spelling.Length;
        Size = Math.Max(Size, id + 1);
        if (2 * (count + 1) > slots.Length) Rehash(2 * slots.Length);
        int slot = FindSlot(spelling);
        if (slots[slot] == 0) count++;
        slots[slot] = id + 1;
    }

    /// <summary>Returns the id of a spelling; -1 without one.</summary>
    public int Find(ReadOnlySpan<byte> spelling) => slots[FindSlot(spelling)] - 1;

    /// <summary>Returns the id of two spellings together; -1 without one.</summary>
    public int FindJoined(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int length = first.Length + second.Length;
        Span<byte> joined = length <= 256 ? stackalloc byte[256] : new byte[length];
        first.CopyTo(joined);
        second.CopyTo(joined[first.Length..]);
        return Find(joined[..length]);
    }

    /// <summary>Returns true if an id has a spelling.</summary>
    public bool Has(int id) => (uint)id < (uint)lengths.Length && lengths[id] >= 0;

    /// <summary>Returns the spelling of an id; nothing if it has none.</summary>
    public ReadOnlySpan<byte> this[int id] => Has(id) ? bytes.AsSpan(starts[id], lengths[id]) : default;

    private int FindSlot(ReadOnlySpan<byte> spelling)
    {
        int mask = slots.Length - 1;
        for (int slot = (int)(Hash(spelling) >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            int id = slots[slot] - 1;
            if (id < 0 || (lengths[id] == spelling.Length && bytes.AsSpan(starts[id], lengths[id]).SequenceEqual(spelling))) return slot;
        }
    }

    private void Rehash(int size)
    {
        int[] old = slots;
        slots = new int[size];
        int mask = size - 1;
        foreach (int entry in old)
        {
            if (entry == 0) continue;
            int slot = (int)(Hash(this[entry - 1]) >> 32) & mask;
            while (slots[slot] != 0) slot = (slot + 1) & mask;
            slots[slot] = entry;
        }
    }

    /// <summary>A hash of a spelling. The upper half is the better one.</summary>
    public static ulong Hash(ReadOnlySpan<byte> text)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)text.Length * Multiplier;
        while (text.Length >= 8)
        {
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(text)));
            text = text[8..];
        }
        ulong rest = 0;
        foreach (byte value in text) rest = (rest << 8) | value;
        return Mix(hash ^ rest);
    }

    private static ulong Mix(ulong value)
    {
        const ulong Multiplier = 0xD6E8FEB86659FD93;
        ulong high = Math.BigMul(value ^ 0x9E3779B97F4A7C15, Multiplier, out ulong low);
        return high ^ low;
    }
}

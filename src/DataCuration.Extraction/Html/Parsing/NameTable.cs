using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Extraction;

/// <summary>Looks up a few hundred short ASCII names, ignoring case. The key is the first and last eight bytes and the length.</summary>
internal sealed class NameTable
{
    private const int MaxNameLength = 16;
    private const int Slots = 1024;
    private const ulong LowerCase = 0x2020202020202020;

    private readonly Entry[] entries = new Entry[Slots];

    /// <summary>Creates the table. The index of a name is its number; empty names are skipped.</summary>
    public NameTable(IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0) continue;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(names[i].Length, MaxNameLength, nameof(names));
            Key(System.Text.Encoding.ASCII.GetBytes(names[i]), out ulong first, out ulong last);
            int slot = SlotOf(first, last);
            while (entries[slot].Length != 0) slot = (slot + 1) & (Slots - 1);
            entries[slot] = new Entry(first, last, names[i].Length, i);
        }
    }

    /// <summary>Gets the number of a name; 0 if it is unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxNameLength) return 0;
        Key(name, out ulong first, out ulong last);
        int slot = SlotOf(first, last);
        while (true)
        {
            ref Entry entry = ref entries[slot];
            if (entry.First == first && entry.Last == last && entry.Length == name.Length) return entry.Number;
            if (entry.Length == 0) return 0;
            slot = (slot + 1) & (Slots - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ulong first, ulong last) => (int)(((first ^ (last * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93) >> 54);

    // Setting the lower-case bit makes letters equal. It also equates a few other bytes ('@' and '`', a control character and a digit). No name contains those,
    // but an unknown name such as "h\u0011" is found as "h1". That is harmless, and cheaper than a check.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Key(ReadOnlySpan<byte> name, out ulong first, out ulong last)
    {
        int length = name.Length;
        ref byte start = ref MemoryMarshal.GetReference(name);
        if (length >= 8)
        {
            first = Unsafe.ReadUnaligned<ulong>(ref start) | LowerCase;
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8)) | LowerCase;
            return;
        }
        ulong key = 0;
        for (int i = 0; i < length; i++) key |= (ulong)(uint)(Unsafe.Add(ref start, i) | 0x20) << (8 * i);
        first = key;
        last = 0;
    }

    private readonly record struct Entry(ulong First, ulong Last, int Length, int Number);
}

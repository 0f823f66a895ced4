using System.Buffers.Binary;

namespace DataCuration;

/// <summary>
/// A decoding table for a prefix code (RFC 1951, section 3.2.2): entries for the next <see cref="RootBits"/> bits, followed by tables for longer codes. An
/// entry has the code's length in bits 0-7, extra bits or table bits in bits 8-15, and base, literal or table start in bits 16-31; 0 is an unused code. The
/// constants describe bits 6 and 7.
/// </summary>
internal sealed class HuffmanTable(int rootBits, int capacity)
{
    /// <summary>The entry is a literal.</summary>
    public const uint Literal = 0x80;

    /// <summary>
    /// The entry is not a length, distance or literal: it is the end of the block, a pointer to a further table (<see cref="LengthMask"/> is then not 0), or
    /// an unused code.
    /// </summary>
    public const uint Exception = 0x40;

    /// <summary>The mask of the code's length in an entry.</summary>
    public const uint LengthMask = 0x1f;

    /// <summary>With <see cref="Exception"/>: the entry points to a further table.</summary>
    public const uint Table = 0x20;

    private const int MaxBits = 15;
    private readonly ushort[] sorted = new ushort[320];

    /// <summary>The number of bits of the first look-up.</summary>
    public int RootBits => rootBits;

    /// <summary>The entries.</summary>
    public uint[] Entries { get; } = new uint[capacity];

    /// <summary>Creates the tables of the fixed codes (RFC 1951, section 3.2.6).</summary>
    public static (HuffmanTable Literals, HuffmanTable Distances) CreateFixed()
    {
        var (literals, distances) = (new HuffmanTable(10, 2048), new HuffmanTable(8, 1024));
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        literals.TryBuild(lengths, DeflateSymbols.Literals);
        lengths[..32].Fill(5);
        distances.TryBuild(lengths[..32], DeflateSymbols.Distances);
        return (literals, distances);
    }

    /// <summary>Creates the table.</summary>
    /// <param name="lengths">The code length of each symbol, 0 to 15.</param>
    /// <param name="symbols">The entry of each symbol without its code length.</param>
    /// <returns>False if no prefix code has these lengths. A code of at most one symbol can be incomplete, as in zlib.</returns>
    public bool TryBuild(ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols)
    {
        Span<int> count = stackalloc int[MaxBits + 1];
        count.Clear();
        foreach (byte length in lengths) count[length]++;
        int max = MaxBits;
        while (max > 0 && count[max] == 0) max--;
        Span<uint> entries = Entries;
        entries[..(1 << rootBits)].Fill(Exception);
        if (max == 0) return true;
        int left = 1;
        for (int length = 1; length <= MaxBits; length++)
        {
            left = (left << 1) - count[length];
            if (left < 0) return false;
        }
        if (left > 0 && max != 1) return false;
        Span<int> offset = stackalloc int[MaxBits + 2];
        offset[1] = 0;
        for (int length = 1; length <= MaxBits; length++) offset[length + 1] = offset[length] + count[length];
        int used = offset[MaxBits + 1];
        for (int symbol = 0; symbol < lengths.Length; symbol++)
            if (lengths[symbol] != 0) sorted[offset[lengths[symbol]]++] = (ushort)symbol;
        int code = 0; // of the current length, first bit highest
        int previous = lengths[sorted[0]];
        int tableStart = 1 << rootBits;
        int tableBits = 0;
        int tablePrefix = -1;
        for (int i = 0; i < used; i++)
        {
            int symbol = sorted[i];
            int length = lengths[symbol];
            code <<= length - previous;
            previous = length;
            int reversed = (int)(Reverse((uint)code) >> (32 - length));
            uint entry = symbols[symbol];
            if (length <= rootBits)
            {
                for (int at = reversed; at < 1 << rootBits; at += 1 << length) entries[at] = entry | (uint)length;
            }
            else
            {
                int prefix = reversed & ((1 << rootBits) - 1);
                if (prefix != tablePrefix)
                {
                    tableStart += tablePrefix < 0 ? 0 : 1 << tableBits;
                    tablePrefix = prefix;
                    // The table is as large as the longest code with this prefix needs: the codes that follow are sorted by length and fill the table.
                    tableBits = length - rootBits;
                    int room = 1 << tableBits;
                    int here = offset[length] - i;
                    while (tableBits + rootBits < max && (room -= here) > 0)
                    {
                        tableBits++;
                        room <<= 1;
                        here = count[tableBits + rootBits];
                    }
                    if (tableStart + (1 << tableBits) > entries.Length) return false;
                    entries.Slice(tableStart, 1 << tableBits).Fill(Exception);
                    entries[prefix] = Exception | Table | (uint)rootBits | (uint)tableBits << 8 | (uint)tableStart << 16;
                }
                for (int at = reversed >> rootBits; at < 1 << tableBits; at += 1 << (length - rootBits))
                    entries[tableStart + at] = entry | (uint)(length - rootBits);
            }
            code++;
        }
        return true;
    }

    private static uint Reverse(uint value)
    {
        value = (value >> 1 & 0x55555555) | (value & 0x55555555) << 1;
        value = (value >> 2 & 0x33333333) | (value & 0x33333333) << 2;
        value = (value >> 4 & 0x0f0f0f0f) | (value & 0x0f0f0f0f) << 4;
        return BinaryPrimitives.ReverseEndianness(value);
    }
}

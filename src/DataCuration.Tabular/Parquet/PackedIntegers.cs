using System.Buffers.Binary;

namespace DataCuration.Tabular;

/// <summary>Integers of variable length and of a fixed number of bits.</summary>
internal static class PackedIntegers
{
    /// <summary>Reads an unsigned integer of 7 bits per byte, the lowest first.</summary>
    public static ulong ReadUnsigned(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (position >= bytes.Length) throw new InvalidDataException("a page ends too early");
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("an integer has more than 64 bits");
    }

    /// <summary>Reads a signed integer of 7 bits per byte, whose lowest bit is the sign.</summary>
    public static long ReadSigned(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = ReadUnsigned(bytes, ref position);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads integers of at most 32 bits, packed from the lowest bit of the first byte on.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, int bitWidth, Span<int> values)
    {
        Require(bytes, bitWidth, values.Length);
        if (bitWidth == 0)
        {
            values.Clear();
            return;
        }
        uint mask = bitWidth == 32 ? uint.MaxValue : (1u << bitWidth) - 1;
        ulong bits = 0;
        int available = 0;
        int position = 0;
        for (int i = 0; i < values.Length; i++)
        {
            while (available < bitWidth)
            {
                bits |= (ulong)bytes[position++] << available;
                available += 8;
            }
            values[i] = (int)((uint)bits & mask);
            bits >>= bitWidth;
            available -= bitWidth;
        }
    }

    /// <summary>Reads integers of at most 64 bits, packed from the lowest bit of the first byte on.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, int bitWidth, Span<ulong> values)
    {
        Require(bytes, bitWidth, values.Length);
        if (bitWidth == 0)
        {
            values.Clear();
            return;
        }
        ulong mask = bitWidth == 64 ? ulong.MaxValue : (1UL << bitWidth) - 1;
        Span<byte> window = stackalloc byte[16];
        for (int i = 0; i < values.Length; i++)
        {
            long bit = (long)i * bitWidth;
            int start = (int)(bit >> 3);
            int shift = (int)(bit & 7);
            scoped ReadOnlySpan<byte> source = bytes[start..];
            if (source.Length < 16)
            {
                window.Clear();
                source.CopyTo(window);
                source = window;
            }
            ulong low = BinaryPrimitives.ReadUInt64LittleEndian(source) >> shift;
            ulong high = shift == 0 ? 0 : (ulong)source[8] << (64 - shift);
            values[i] = (low | high) & mask;
        }
    }

    private static void Require(ReadOnlySpan<byte> bytes, int bitWidth, int count)
    {
        if (((long)count * bitWidth + 7) / 8 > bytes.Length) throw new InvalidDataException("a page ends too early");
    }
}

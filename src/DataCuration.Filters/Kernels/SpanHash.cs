using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Filters;

/// <summary>
/// A fast hash of short byte sequences for tables in memory, which compare the bytes as well: no decision depends on a collision. It multiplies 64-bit words
/// to 128 bits and folds them, as wyhash does.
/// </summary>
internal static class SpanHash
{
    private const ulong First = 0xA0761D6478BD642FUL, Second = 0xE7037ED1A0B428DBUL;

    /// <summary>Hashes bytes.</summary>
    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        nuint length = (nuint)bytes.Length;
        ulong a, b, seed = First;
        if (length <= 16)
        {
            if (length >= 8)
            {
                a = Read8(ref start, 0);
                b = Read8(ref start, length - 8);
            }
            else if (length >= 4)
            {
                a = Read4(ref start, 0);
                b = Read4(ref start, length - 4);
            }
            else if (length > 0)
            {
                a = ((ulong)start << 16) | ((ulong)Unsafe.Add(ref start, length >> 1) << 8) | Unsafe.Add(ref start, length - 1);
                b = 0;
            }
            else
            {
                a = b = 0;
            }
        }
        else
        {
            nuint at = 0;
            for (; at + 16 < length; at += 16) seed = Mix(Read8(ref start, at) ^ Second, Read8(ref start, at + 8) ^ seed);
            a = Read8(ref start, length - 16);
            b = Read8(ref start, length - 8);
        }
        return Mix(Second ^ length, Mix(a ^ Second, b ^ seed));
    }

    /// <summary>Hashes a 64-bit number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compute(ulong value) => Mix(value ^ First, Second);

    /// <summary>Hashes 12 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Compute12(ref byte start) => Mix(Read8(ref start, 0) ^ Second, Read4(ref start, 8) ^ First);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read8(ref byte start, nuint offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read4(ref byte start, nuint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, offset));
}

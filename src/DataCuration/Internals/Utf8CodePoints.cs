using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration;

/// <summary>Counts, decodes and encodes code points of valid UTF-8 (RFC 3629, section 3).</summary>
internal static unsafe class Utf8CodePoints
{
    /// <summary>The largest continuation byte (0xBF) as a signed byte. Every larger signed byte starts a code point.</summary>
    public const sbyte LastContinuation = -65;

    /// <summary>Counts the code points of valid UTF-8.</summary>
    public static long Count(ReadOnlySpan<byte> text)
    {
        long count = 0;
        ref byte first = ref MemoryMarshal.GetReference(text);
        int at = 0;
        for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<sbyte> bytes = Vector128.LoadUnsafe(ref first, (nuint)at).AsSByte();
            count += BitOperations.PopCount(Vector128.GreaterThan(bytes, Vector128.Create(LastContinuation)).ExtractMostSignificantBits());
        }
        for (; at < text.Length; at++) count += (sbyte)text[at] > LastContinuation ? 1 : 0;
        return count;
    }

    /// <summary>Decodes the code point at <paramref name="source"/>, which must be the first byte of a valid sequence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(byte* source, out int size)
    {
        int first = source[0];
        if (first < 0x80)
        {
            size = 1;
            return first;
        }

        if (first < 0xE0)
        {
            size = 2;
            return ((first & 0x1F) << 6) | (source[1] & 0x3F);
        }

        if (first < 0xF0)
        {
            size = 3;
            return ((first & 0x0F) << 12) | ((source[1] & 0x3F) << 6) | (source[2] & 0x3F);
        }

        size = 4;
        return ((first & 0x07) << 18) | ((source[1] & 0x3F) << 12) | ((source[2] & 0x3F) << 6) | (source[3] & 0x3F);
    }

    /// <summary>Writes a code point and returns its length in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Encode(int codePoint, byte* target)
    {
        if (codePoint < 0x80)
        {
            target[0] = (byte)codePoint;
            return 1;
        }

        if (codePoint < 0x800)
        {
            target[0] = (byte)(0xC0 | (codePoint >> 6));
            target[1] = (byte)(0x80 | (codePoint & 0x3F));
            return 2;
        }

        if (codePoint < 0x10000)
        {
            target[0] = (byte)(0xE0 | (codePoint >> 12));
            target[1] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
            target[2] = (byte)(0x80 | (codePoint & 0x3F));
            return 3;
        }

        target[0] = (byte)(0xF0 | (codePoint >> 18));
        target[1] = (byte)(0x80 | ((codePoint >> 12) & 0x3F));
        target[2] = (byte)(0x80 | ((codePoint >> 6) & 0x3F));
        target[3] = (byte)(0x80 | (codePoint & 0x3F));
        return 4;
    }
}

using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>One-character decoding and encoding of text that is known to be valid UTF-8 (RFC 3629, section 3).</summary>
internal static unsafe class Utf8CodePoints
{
    /// <summary>How many code points valid UTF-8 has: every byte that does not go on with a character begins one.</summary>
    public static long Count(ReadOnlySpan<byte> text)
    {
        long count = 0;
        foreach (byte b in text)
        {
            count += (sbyte)b >= -64 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The code point at <paramref name="source"/>, which must be the first byte of a valid sequence.</summary>
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

using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>Reads and writes code points of valid UTF-8.</summary>
internal static class CodePoints
{
    /// <summary>One more than the last code point.</summary>
    public const int Count = 0x110000;

    /// <summary>Reads the code point at a position. The text must be valid UTF-8, and the position the start of a character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(ReadOnlySpan<byte> text, int at, out int length)
    {
        int first = text[at];
        if (first < 0x80)
        {
            length = 1;
            return first;
        }
        return DecodeLong(text, at, first, out length);
    }

    /// <summary>Reads the last code point before a position.</summary>
    public static int DecodeBefore(ReadOnlySpan<byte> text, int end, out int length)
    {
        int at = end - 1;
        while (at > 0 && (text[at] & 0xC0) == 0x80) at--;
        return Decode(text, at, out length);
    }

    /// <summary>The number of bytes of the character that starts with a byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthOf(byte first) => first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

    /// <summary>Writes a code point.</summary>
    /// <returns>The number of bytes, 1 to 4.</returns>
    public static int Encode(int point, Span<byte> target)
    {
        if (point < 0x80)
        {
            target[0] = (byte)point;
            return 1;
        }
        if (point < 0x800)
        {
            target[0] = (byte)(0xC0 | (point >> 6));
            target[1] = (byte)(0x80 | (point & 0x3F));
            return 2;
        }
        if (point < 0x10000)
        {
            target[0] = (byte)(0xE0 | (point >> 12));
            target[1] = (byte)(0x80 | ((point >> 6) & 0x3F));
            target[2] = (byte)(0x80 | (point & 0x3F));
            return 3;
        }
        target[0] = (byte)(0xF0 | (point >> 18));
        target[1] = (byte)(0x80 | ((point >> 12) & 0x3F));
        target[2] = (byte)(0x80 | ((point >> 6) & 0x3F));
        target[3] = (byte)(0x80 | (point & 0x3F));
        return 4;
    }

    private static int DecodeLong(ReadOnlySpan<byte> text, int at, int first, out int length)
    {
        if (first < 0xE0)
        {
            length = 2;
            return ((first & 0x1F) << 6) | (text[at + 1] & 0x3F);
        }
        if (first < 0xF0)
        {
            length = 3;
            return ((first & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
        }
        length = 4;
        return ((first & 0x07) << 18) | ((text[at + 1] & 0x3F) << 12) | ((text[at + 2] & 0x3F) << 6) | (text[at + 3] & 0x3F);
    }
}

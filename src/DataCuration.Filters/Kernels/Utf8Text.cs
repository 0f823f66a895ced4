using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Filters;

/// <summary>Operations on valid UTF-8 that several rules share. None allocates.</summary>
internal static class Utf8Text
{
    /// <summary>Decodes the code point that starts at an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(ReadOnlySpan<byte> text, int at, out int size)
    {
        int first = text[at];
        if (first < 0x80)
        {
            size = 1;
            return first;
        }
        return DecodeLong(text, at, first, out size);
    }

    /// <summary>Decodes the last code point of a text that is not empty.</summary>
    public static int DecodeLast(ReadOnlySpan<byte> text)
    {
        int at = text.Length - 1;
        while (at > 0 && (text[at] & 0xC0) == 0x80) at--;
        return Decode(text, at, out _);
    }

    /// <summary>Removes white space (Python's) at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));

    /// <summary>Removes white space (Python's) at the start.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) is > 0 and var space) at += space;
        return text[at..];
    }

    /// <summary>Removes white space (Python's) at the end.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (end > 0)
        {
            int at = end - 1;
            while (at > 0 && (text[at] & 0xC0) == 0x80) at--;
            if (Utf8WhiteSpace.LengthAt(text, at) == 0) break;
            end = at;
        }
        return text[..end];
    }

    /// <summary>True if the text has only white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text) => TrimStart(text).IsEmpty;

    /// <summary>Copies a text with ASCII letters in lower case. Other bytes are copied.</summary>
    public static void LowerAscii(ReadOnlySpan<byte> source, Span<byte> target)
    {
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref byte to = ref MemoryMarshal.GetReference(target[..source.Length]);
        int at = 0;
        for (; at <= source.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Vector256<byte> bytes = Vector256.LoadUnsafe(ref from, (nuint)at);
            Vector256<byte> upper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26));
            (bytes + (upper & Vector256.Create((byte)0x20))).StoreUnsafe(ref to, (nuint)at);
        }
        for (; at < source.Length; at++)
        {
            byte one = source[at];
            target[at] = one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
        }
    }

    private static int DecodeLong(ReadOnlySpan<byte> text, int at, int first, out int size)
    {
        if (first < 0xE0)
        {
            size = 2;
            return ((first & 0x1F) << 6) | (text[at + 1] & 0x3F);
        }
        if (first < 0xF0)
        {
            size = 3;
            return ((first & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
        }
        size = 4;
        return ((first & 0x07) << 18) | ((text[at + 1] & 0x3F) << 12) | ((text[at + 2] & 0x3F) << 6) | (text[at + 3] & 0x3F);
    }
}

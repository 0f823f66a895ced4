using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Filters;

/// <summary>
/// Steps through valid UTF-8: decoding, trimming and slicing by code points, as Python's strings behave. White space is Python's. None allocates.
/// </summary>
internal static class Utf8
{
    /// <summary>Decodes the code point at an offset, which must be the first byte of a valid sequence.</summary>
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
    public static int DecodeLast(ReadOnlySpan<byte> text) => Decode(text, Before(text, text.Length), out _);

    /// <summary>The offset of the code point that ends before an offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Before(ReadOnlySpan<byte> text, int at)
    {
        do at--;
        while ((text[at] & 0xC0) == 0x80);
        return at;
    }

    /// <summary>The number of code points.</summary>
    public static int Count(ReadOnlySpan<byte> text) => (int)Utf8CodePoints.Count(text);

    /// <summary>Removes white space at the start: <c>str.lstrip()</c>.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) is > 0 and var size) at += size;
        return text[at..];
    }

    /// <summary>Removes white space at the end: <c>str.rstrip()</c>.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        int end = text.Length;
        while (end > 0)
        {
            int start = Before(text, end);
            if (Utf8WhiteSpace.LengthAt(text, start) == 0) break;
            end = start;
        }
        return text[..end];
    }

    /// <summary>Removes white space at both ends: <c>str.strip()</c>.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));

    /// <summary>Returns true if there is nothing but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text) => TrimStart(text).IsEmpty;

    /// <summary>Counts the words between white space: <c>len(str.split())</c>.</summary>
    public static int CountWords(ReadOnlySpan<byte> text)
    {
        int words = 0;
        bool inWord = false;
        for (int at = 0; at < text.Length;)
        {
            int space = Utf8WhiteSpace.LengthAt(text, at);
            if (space > 0) inWord = false;
            else if (!inWord)
            {
                words++;
                inWord = true;
            }
            at += Math.Max(space, 1);
        }
        return words;
    }

    /// <summary>Cuts the next word between white space off the front of a text. An empty result means that there is no other.</summary>
    public static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> text = TrimStart(rest);
        int at = 0;
        while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) == 0) at++;
        rest = text[at..];
        return text[..at];
    }

    /// <summary>Returns the offset of the code point with an index, counted from an offset; the text's end if there are fewer.</summary>
    public static int Skip(ReadOnlySpan<byte> text, int at, int codePoints)
    {
        while (codePoints > 0 && at < text.Length)
        {
            at++;
            while (at < text.Length && (text[at] & 0xC0) == 0x80) at++;
            codePoints--;
        }
        return at;
    }

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
        for (; at < source.Length; at++) target[at] = Lower(source[at]);
    }

    /// <summary>Returns true if two texts are equal but for the case of ASCII letters.</summary>
    public static bool EqualsIgnoreAsciiCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length) return false;
        for (int i = 0; i < text.Length; i++)
            if (Lower(text[i]) != lower[i]) return false;
        return true;
    }

    /// <summary>Counts occurrences that do not overlap: <c>str.count</c>. The empty text occurs before each character and at the end.</summary>
    public static int CountOccurrences(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return Count(text) + 1;
        int count = 0;
        for (int at; (at = text.IndexOf(part)) >= 0; text = text[(at + part.Length)..]) count++;
        return count;
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

    private static byte Lower(byte one) => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
}

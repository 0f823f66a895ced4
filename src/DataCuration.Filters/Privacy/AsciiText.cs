using System.Runtime.CompilerServices;

namespace DataCuration.Filters;

/// <summary>Tests of single bytes of UTF-8, and of the characters at the edges of a find.</summary>
internal static unsafe class AsciiText
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUpper(byte value) => (uint)(value - 'A') <= 'Z' - 'A';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetterOrDigit(byte value) => IsDigit(value) || IsLetter(value);

    /// <summary>Returns the value of a hexadecimal digit; -1 for any other byte.</summary>
    public static int Hex(byte value) => IsDigit(value) ? value - '0' : (uint)((value | 0x20) - 'a') <= 5 ? (value | 0x20) - 'a' + 10 : -1;

    /// <summary>Returns the length of the run of digits at an offset.</summary>
    public static int DigitsAt(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while (end < text.Length && IsDigit(text[end])) end++;
        return end - at;
    }

    /// <summary>Returns the byte at an offset; 0 outside the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ReadOnlySpan<byte> text, int at) => (uint)at < (uint)text.Length ? text[at] : (byte)0;

    /// <summary>True if a letter, digit or underscore ends before an offset, in any script that separates words by spaces.</summary>
    public static bool IsWordBefore(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0) return false;
        byte last = text[at - 1];
        if (last < 0x80) return IsLetterOrDigit(last) || last == '_';
        int start = at - 1;
        while (start > 0 && (text[start] & 0xC0) == 0x80) start--;
        return IsSpacedLetter(Decode(text, start, out _));
    }

    /// <summary>True if a letter, digit or underscore starts at an offset, in any script that separates words by spaces.</summary>
    public static bool IsWordAt(ReadOnlySpan<byte> text, int at)
    {
        if (at >= text.Length) return false;
        byte first = text[at];
        return first < 0x80 ? IsLetterOrDigit(first) || first == '_' : IsSpacedLetter(Decode(text, at, out _));
    }

    /// <summary>
    /// True for letters and digits below U+2E80. The scripts above (Chinese, Japanese, Korean) are written without spaces, so that a number or an address may
    /// directly follow a letter.
    /// </summary>
    public static bool IsSpacedLetter(int codePoint) => codePoint < 0x2E80 && (UnicodeRules.Classify(codePoint) & UnicodeRules.Word) != 0;

    public static int Decode(ReadOnlySpan<byte> text, int at, out int size)
    {
        fixed (byte* source = text[at..]) return Utf8CodePoints.Decode(source, out size);
    }
}

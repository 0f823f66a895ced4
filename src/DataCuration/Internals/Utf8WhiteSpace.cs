using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>Finds white space in valid UTF-8: the Unicode property White_Space and U+001C to U+001F, as Python's <c>str.isspace</c>.</summary>
internal static class Utf8WhiteSpace
{
    /// <summary>
    /// Returns the length of the white-space character at an offset; 0 if the character there is not white space, or the byte does not start one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LengthAt(ReadOnlySpan<byte> text, int at)
    {
        byte first = text[at];
        if (first > ' ') return first is < 0xC2 or > 0xE3 ? 0 : LengthOfLong(text[at..]);
        return first == ' ' || first is >= 9 and <= 13 or >= 0x1C and <= 0x1F ? 1 : 0;
    }

    private static int LengthOfLong(ReadOnlySpan<byte> text) => text switch
    {
        [0xC2, 0x85 or 0xA0, ..] => 2, // U+0085, U+00A0
        [0xE1, 0x9A, 0x80, ..] => 3, // U+1680
        [0xE2, 0x80, (>= 0x80 and <= 0x8A) or 0xA8 or 0xA9 or 0xAF, ..] => 3, // U+2000 to U+200A, U+2028, U+2029, U+202F
        [0xE2, 0x81, 0x9F, ..] => 3, // U+205F
        [0xE3, 0x80, 0x80, ..] => 3, // U+3000
        _ => 0,
    };
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.LanguageModels;

/// <summary>Counts words of UTF-8 text, 32 bytes at a time. The tests have a plain version.</summary>
internal static class Utf8Words
{
    /// <summary>The unit of <see cref="Measure"/>: ten units are a word.</summary>
    public const int UnitsPerWord = 10;

    /// <summary>A character of white space has at most three bytes, so a block looks two bytes ahead.</summary>
    private const int LookAhead = 2;

    private const int IdeographUnits = 5;
    private const int SouthEastAsianUnits = 2;

    /// <summary>Counts the parts between white space, as <c>len(text.split())</c> of Python.</summary>
    public static long Count(ReadOnlySpan<byte> text) => Scan(text, measures: false);

    /// <summary>
    /// Measures a text in tenths of words: ten for each part between white space, and for scripts without blanks five for each character of Chinese or Japanese
    /// and two for each of Thai, Lao, Tibetan, Burmese or Khmer.
    /// </summary>
    public static long Measure(ReadOnlySpan<byte> text) => Scan(text, measures: true);

    private static long Scan(ReadOnlySpan<byte> text, bool measures)
    {
        long words = 0, units = 0;
        bool afterSpace = true;
        int at = ScanBlocks(text, measures, ref words, ref units, ref afterSpace);
        if (at < text.Length)
        {
            // The last bytes, filled up with blanks, are one or two blocks more.
            Span<byte> tail = stackalloc byte[(2 * Vector256<byte>.Count) + LookAhead];
            tail.Fill((byte)' ');
            text[at..].CopyTo(tail);
            int scanned = ScanBlocks(tail, measures, ref words, ref units, ref afterSpace);
            ScanScalar(tail, scanned, tail.Length, measures, ref words, ref units, ref afterSpace);
        }
        return measures ? (words * UnitsPerWord) + units : words;
    }

    /// <summary>Scans whole blocks, and returns the offset after them. Fewer bytes are left than a block and <see cref="LookAhead"/>.</summary>
    private static int ScanBlocks(ReadOnlySpan<byte> text, bool measures, ref long words, ref long units, ref bool afterSpace)
    {
        int at = 0;
        ref byte first = ref MemoryMarshal.GetReference(text);
        while (at <= text.Length - Vector256<byte>.Count - LookAhead)
        {
            Vector256<byte> block = Vector256.LoadUnsafe(ref first, (nuint)at);
            int end = at + Vector256<byte>.Count;
            if (block.ExtractMostSignificantBits() != 0 && NeedsScalar(block, ref Unsafe.Add(ref first, at), measures))
            {
                at = ScanScalar(text, at, end, measures, ref words, ref units, ref afterSpace);
                continue;
            }
            // Python's white space in ASCII is 9 to 13 and 28 to 32.
            Vector256<byte> space = Vector256.LessThanOrEqual(block - Vector256.Create((byte)9), Vector256.Create((byte)4))
                | Vector256.LessThanOrEqual(block - Vector256.Create((byte)28), Vector256.Create((byte)4));
            uint spaces = space.ExtractMostSignificantBits();
            words += BitOperations.PopCount(~spaces & ((spaces << 1) | (afterSpace ? 1u : 0u)));
            afterSpace = spaces >> 31 != 0;
            at = end;
        }
        return at;
    }

    /// <summary>True if a block contains white space outside of ASCII, or, if measuring, a character that may be of a script without blanks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool NeedsScalar(Vector256<byte> block, ref byte at, bool measures)
    {
        if (measures && Vector256.GreaterThanOrEqualAny(block, Vector256.Create((byte)0xE0))) return true;
        Vector256<byte> next = Vector256.LoadUnsafe(ref at, 1);
        Vector256<byte> two = Is(block, 0xC2) & (Is(next, 0x85) | Is(next, 0xA0));
        Vector256<byte> three = (Is(block, 0xE1) & Is(next, 0x9A)) | (Is(block, 0xE2) & (Is(next, 0x80) | Is(next, 0x81)))
            | (Is(block, 0xE3) & Is(next, 0x80));
        if ((two | three) == Vector256<byte>.Zero) return false;
        if (two != Vector256<byte>.Zero) return true;
        // Typographic quotes and dashes share two bytes with U+2000 to U+200A, so the third byte decides.
        Vector256<byte> last = Vector256.LoadUnsafe(ref at, 2);
        Vector256<byte> isSpace = Vector256.LessThanOrEqual(last - Vector256.Create((byte)0x80), Vector256.Create((byte)0x0A))
            | Is(last, 0xA8) | Is(last, 0xA9) | Is(last, 0xAF) | Is(last, 0x9F);
        return (three & isSpace) != Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Is(Vector256<byte> block, byte value) => Vector256.Equals(block, Vector256.Create(value));

    /// <summary>Scans from an offset to the first character at or after <paramref name="end"/>, and returns its offset.</summary>
    private static int ScanScalar(ReadOnlySpan<byte> text, int at, int end, bool measures, ref long words, ref long units, ref bool afterSpace)
    {
        while (at < end)
        {
            int space = Utf8WhiteSpace.LengthAt(text, at);
            if (space > 0)
            {
                afterSpace = true;
                at += space;
                continue;
            }
            if (afterSpace) words++;
            afterSpace = false;
            if (measures && text[at] >= 0xE0) units += UnitsOf(text[at..]);
            at++;
        }
        return at;
    }

    private static int UnitsOf(ReadOnlySpan<byte> text)
    {
        if (text.Length < 3) return 0;
        int start = ((text[0] & 0x0F) << 12) | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F);
        // The planes of rare Chinese characters: F0 A0 to F0 B3, U+20000 to U+33FFF.
        if (text[0] >= 0xF0) return text[0] == 0xF0 && text[1] is >= 0xA0 and <= 0xB3 ? IdeographUnits : 0;
        return start switch
        {
            >= 0x0E00 and <= 0x109F => SouthEastAsianUnits, // Thai, Lao, Tibetan, Burmese
            >= 0x1780 and <= 0x17FF => SouthEastAsianUnits, // Khmer
            >= 0x3005 and <= 0x3007 => IdeographUnits,
            >= 0x3041 and <= 0x312F => IdeographUnits, // Kana, Bopomofo
            >= 0x31A0 and <= 0x31FF => IdeographUnits,
            >= 0x3400 and <= 0x4DBF => IdeographUnits,
            >= 0x4E00 and <= 0xA4CF => IdeographUnits, // and Yi
            >= 0xF900 and <= 0xFAFF => IdeographUnits,
            _ => 0,
        };
    }
}

using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Case folding and word characters of terms.</summary>
internal static class TermCharacters
{
    private const int SmallSigma = 0x3C3, FinalSigma = 0x3C2;

    /// <summary>
    /// Returns the simple lower case of a code point, and the ordinary small sigma for the final one. It is one code point for each, without a culture. So
    /// the capital I with dot, whose full lower case is two code points, equals only itself.
    /// </summary>
    public static int Fold(int codePoint)
    {
        int lower = UnicodeRules.ToLower(codePoint);
        return lower == FinalSigma ? SmallSigma : lower;
    }

    /// <summary>
    /// Returns true for characters that form words with their neighbours: letters, digits, marks and connectors. Scripts that are written without spaces
    /// (ideographs, Hiragana, Thai, Lao, Myanmar, Khmer) do not count: in them a word may start and end anywhere, as in Unicode Annex 29.
    /// </summary>
    public static bool IsWord(int codePoint)
    {
        if (codePoint < 0x80) return char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_';
        if (codePoint is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x309F)
            or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF)) return false;
        if ((UnicodeRules.Classify(codePoint) & UnicodeRules.Word) != 0) return true;
        return CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.ConnectorPunctuation;
    }

    /// <summary>Returns the word characters of ASCII.</summary>
    public static bool[] AsciiWords() => [.. Enumerable.Range(0, 128).Select(IsWord)];

    /// <summary>Decodes the code point that ends before an offset.</summary>
    public static int DecodeBefore(ReadOnlySpan<byte> text, int end, out int start)
    {
        start = end - 1;
        while (start > 0 && (text[start] & 0xC0) == 0x80) start--;
        Rune.DecodeFromUtf8(text[start..end], out Rune rune, out _);
        return rune.Value;
    }

    /// <summary>Returns true if no word character is on both sides of an offset.</summary>
    public static bool IsBoundary(ReadOnlySpan<byte> text, int offset)
    {
        if (offset == 0 || offset == text.Length) return true;
        Rune.DecodeFromUtf8(text[offset..], out Rune next, out _);
        return !IsWord(next.Value) || !IsWord(DecodeBefore(text, offset, out _));
    }
}

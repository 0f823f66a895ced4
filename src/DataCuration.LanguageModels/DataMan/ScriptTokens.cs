using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Estimates the tokens of a text in Qwen2's vocabulary by the scripts of its characters. The figures are ours: measured with Qwen's vocabulary on manuals,
/// translations and web pages in 100 languages, they are within 35 % for all but rare scripts.
/// </summary>
internal static class ScriptTokens
{
    /// <summary>The unit of <see cref="Of(int)"/>: whole numbers add up to the same sum in any order.</summary>
    public const int PerToken = 100;

    /// <summary>The first code points of ranges, with the hundredths of a token for each code point. Between two ranges, the earlier one counts.</summary>
    private static readonly (int First, int Hundredths)[] Ranges =
    [
        (0x0000, 25), // ASCII in words, with their spaces and punctuation
        (0x0030, 100), (0x003A, 25), // each digit is a token
        (0x00A0, 200), // Latin letters with marks: the words around them are rarer too
        (0x0370, 105), // Greek
        (0x0400, 150), (0x0410, 42), (0x0450, 150), // Cyrillic: Russian letters, and those of other languages
        (0x0530, 115), // Armenian
        (0x0590, 55), // Hebrew
        (0x0600, 42), (0x0660, 200), // Arabic, and the letters of other languages
        (0x0900, 112), (0x0980, 125), (0x0A00, 185), (0x0B80, 125), (0x0C00, 170), // Devanagari, Bengali, Gurmukhi to Oriya, Tamil, Telugu to Sinhala
        (0x0E00, 65), (0x0E80, 150), (0x0F00, 150), (0x1000, 165), // Thai, Lao, Tibetan, Burmese
        (0x10A0, 115), // Georgian
        (0x1100, 175), (0x1780, 130), (0x1800, 175), // Ethiopic and others, Khmer, Mongolian and others
        (0x1E00, 100), // Latin letters of Vietnamese
        (0x1F00, 175), // Greek with several marks
        (0x2000, 75), // punctuation
        (0x2070, 150), // symbols
        (0x3000, 75), (0x3040, 72), (0x3100, 150), // punctuation of East Asia, Kana, Bopomofo and compatibility
        (0x3400, 150), (0x4E00, 67), (0xA000, 175), // Chinese characters
        (0xAC00, 87), (0xD7A4, 175), // Hangul
        (0xFE30, 75), (0xFE50, 175), (0xFF00, 75), (0xFFF0, 175), // full-width forms
        (0x10000, 350), (0x1F000, 200), (0x20000, 250), // rare scripts, emoji, rare Chinese characters
    ];

    /// <summary>Returns the hundredths of a token that a code point is estimated at.</summary>
    public static int Of(int codePoint)
    {
        int low = 0, high = Ranges.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Ranges[middle].First <= codePoint) low = middle;
            else high = middle - 1;
        }
        return Ranges[low].Hundredths;
    }

    /// <summary>Returns a text's hundredths of tokens.</summary>
    public static long Of(ReadOnlySpan<char> text)
    {
        long sum = 0;
        foreach (Rune rune in text.EnumerateRunes()) sum += Of(rune.Value);
        return sum;
    }

    /// <summary>Returns the longest start of a text within a number of tokens.</summary>
    public static ReadOnlySpan<char> First(ReadOnlySpan<char> text, int tokens)
    {
        long left = (long)tokens * PerToken;
        int end = 0;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text[end..], out Rune rune, out int length);
            left -= Of(rune.Value);
            if (left < 0) break;
            end += length;
        }
        return text[..end];
    }

    /// <summary>Returns the longest end of a text within a number of tokens.</summary>
    public static ReadOnlySpan<char> Last(ReadOnlySpan<char> text, int tokens)
    {
        long left = (long)tokens * PerToken;
        int start = text.Length;
        while (start > 0)
        {
            Rune.DecodeLastFromUtf16(text[..start], out Rune rune, out int length);
            left -= Of(rune.Value);
            if (left < 0) break;
            start -= length;
        }
        return text[start..];
    }
}

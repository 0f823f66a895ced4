using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Finds the markup of Chinese microblogs at an offset of valid UTF-8. Each method looks at a bounded number of characters, except for addresses, which end
/// where the next one can begin.
/// </summary>
internal static class MicroblogKernel
{
    /// <summary>The longest name after an at sign, in code points (our choice).</summary>
    public const int MaxName = 30;

    /// <summary>The longest topic between two number signs, in code points (our choice).</summary>
    public const int MaxTopic = 60;

    /// <summary>The longest code between brackets, in code points (our choice).</summary>
    public const int MaxCode = 8;

    // RFC 3986 without '#', which begins a topic. Chinese text follows an address without a blank, so white space alone does not end it.
    private static readonly SearchValues<byte> AddressBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?@!$&'()*+,;=%"u8);

    private static readonly byte[][] Starts = [[.. "http://"u8], [.. "https://"u8], [.. "www."u8], [.. "t.cn/"u8]];

    /// <summary>Returns the end of the address that begins at an offset; 0 without one.</summary>
    public static int AddressEnd(ReadOnlySpan<byte> text, int at)
    {
        if (at > 0 && AsciiText.IsLetterOrDigit(text[at - 1])) return 0;
        foreach (byte[] start in Starts)
        {
            if (text.Length - at <= start.Length || !Utf8.EqualsIgnoreAsciiCase(text.Slice(at, start.Length), start)) continue;
            int end = at + start.Length;
            // The quoted posts may follow without a blank. No byte after the end is looked at: a text can have an address in every few bytes.
            while (end < text.Length && AddressBytes.Contains(text[end]) && !text[end..].StartsWith("//@"u8)) end++;
            // "http://" alone is not an address.
            if (end > at + start.Length) return end;
        }
        return 0;
    }

    /// <summary>Returns the end of the name after the at sign at an offset; 0 without one, and for the at sign of an e-mail address.</summary>
    public static int MentionEnd(ReadOnlySpan<byte> text, int at)
    {
        if (at > 0 && (AsciiText.IsLetterOrDigit(text[at - 1]) || text[at - 1] is (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+')) return 0;
        int end = at + 1;
        for (int count = 0; end < text.Length && count < MaxName; count++)
        {
            int codePoint = Utf8.Decode(text, end, out int size);
            if (codePoint != '-' && (UnicodeRules.Classify(codePoint) & UnicodeRules.Word) == 0) break;
            end += size;
        }
        if (end == at + 1) return 0;
        // "@name:" introduces what the name says.
        return AsciiText.At(text, end) == ':' ? end + 1 : text[end..].StartsWith("："u8) ? end + 3 : end;
    }

    /// <summary>Returns the end of the topic whose first number sign is at an offset; 0 without one. A topic does not begin or end with white space.</summary>
    public static int TopicEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at + 1;
        bool wasSpace = true;
        for (int count = 0; end < text.Length && count <= MaxTopic; count++)
        {
            if (text[end] == '#') return wasSpace ? 0 : end + 1;
            if (text[end] is (byte)'\n' or (byte)'\r') return 0;
            int space = Utf8WhiteSpace.LengthAt(text, end);
            if (count == 0 && space > 0) return 0;
            wasSpace = space > 0;
            if (space == 0) Utf8.Decode(text, end, out space);
            end += space;
        }
        return 0;
    }

    /// <summary>Returns the end of a code such as <c>[泪]</c>; 0 without one. A code has letters, at least one; digits alone are a note.</summary>
    public static int CodeEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at + 1;
        bool hasLetter = false;
        for (int count = 0; end < text.Length && count <= MaxCode; count++)
        {
            if (text[end] == ']') return hasLetter ? end + 1 : 0;
            int codePoint = Utf8.Decode(text, end, out int size);
            if ((UnicodeRules.Classify(codePoint) & UnicodeRules.Word) == 0 || codePoint == '_') return 0;
            hasLetter |= codePoint is not (>= '0' and <= '9');
            end += size;
        }
        return 0;
    }

    /// <summary>
    /// Returns the end of a mobile number of mainland China at an offset: 1, a digit from 3 to 9, and nine digits, without digits around them; 0 without one.
    /// </summary>
    public static int MobileEnd(ReadOnlySpan<byte> text, int at)
    {
        const int Length = 11;
        // The look back comes first, so that a run of digits is counted once.
        if (at > 0 && AsciiText.IsLetterOrDigit(text[at - 1])) return 0;
        if (AsciiText.DigitsAt(text, at) != Length || text[at + 1] < '3') return 0;
        return at + Length < text.Length && AsciiText.IsLetter(text[at + Length]) ? 0 : at + Length;
    }

    /// <summary>
    /// True for emoji and pictures: the blocks of dingbats, symbols and pictographs, their selectors and joiners, and private use, where platforms keep their
    /// own pictures.
    /// </summary>
    public static bool IsPicture(int codePoint) => codePoint switch
    {
        < 0x200D => false,
        0x200D or 0x20E3 => true,
        >= 0x2190 and <= 0x21FF => true, // arrows
        >= 0x2300 and <= 0x23FF => true, // technical signs: watch, hourglass
        >= 0x25A0 and <= 0x27BF => true, // shapes, symbols, dingbats
        >= 0x2900 and <= 0x297F => true,
        >= 0x2B00 and <= 0x2BFF => true,
        >= 0xE000 and <= 0xF8FF => true, // private use
        >= 0xFE00 and <= 0xFE0F => true, // variation selectors
        >= 0x1F000 and <= 0x1FAFF => true,
        >= 0xE0000 and <= 0xE01EF => true, // tags, variation selectors
        >= 0xF0000 => true, // private use
        _ => false,
    };
}

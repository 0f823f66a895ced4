using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>Parts that several patterns share.</summary>
internal static class ScannerParts
{
    /// <summary>Returns the length of an English short form after an apostrophe, such as <c>'re</c>; 0 without one.</summary>
    public static int ShortForm(ReadOnlySpan<byte> text, int at, bool ignoresCase)
    {
        if (at + 1 >= text.Length) return 0;
        int first = text[at + 1], second = at + 2 < text.Length ? text[at + 2] : 0;
        if (ignoresCase)
        {
            if (first == 0xC5 && second == 0xBF) return 3; // U+017F, the long s, differs from s in case only
            (first, second) = (first | 0x20, second | 0x20);
            if (!char.IsAsciiLetter((char)text[at + 1])) return 0;
        }
        return (char)first switch
        {
            's' or 't' or 'm' or 'd' => 2,
            'r' or 'v' => second == 'e' ? 3 : 0,
            'l' => second == 'l' ? 3 : 0,
            _ => 0,
        };
    }

    /// <summary>Returns the end of up to three numbers.</summary>
    public static int Numbers(ReadOnlySpan<byte> text, int at, int most)
    {
        for (int count = 0; count < most && at < text.Length && (WordClasses.At(text, at, out int length) & WordClasses.Number) != 0; count++) at += length;
        return at;
    }

    /// <summary>
    /// Returns the end of <c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: after the last line break of white space; without one all of it at the end of the text, and all
    /// but the last character before a word.
    /// </summary>
    public static int Spaces(ReadOnlySpan<byte> text, int at, int limit, bool stopsAtBreaks)
    {
        int end = at, last = at, afterBreak = -1;
        while (end < limit)
        {
            int classes = WordClasses.At(text, end, out int length);
            if ((classes & WordClasses.Space) == 0) break;
            last = end;
            end += length;
            if ((classes & WordClasses.Break) != 0) afterBreak = end;
        }
        if (stopsAtBreaks && afterBreak >= 0) return afterBreak;
        return end == limit || last == at ? end : last;
    }
}

/// <summary>The pattern of GPT-2.</summary>
internal readonly struct Gpt2Scanner : IWordScanner
{
    private const int Known = WordClasses.Letter | WordClasses.Number | WordClasses.Space;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text, int at)
    {
        int start = at, first = text[at];
        if (first == '\'' && ScannerParts.ShortForm(text, at, ignoresCase: false) is > 0 and int form) return at + form;
        if (first == ' ' && at + 1 < text.Length) at++;
        int classes = WordClasses.At(text, at, out int length) & Known;
        if (classes == WordClasses.Letter) return WordClasses.EndOfLetters(text, at + length);
        if (classes == WordClasses.Number) return WordClasses.EndOf(text, at + length, WordClasses.Number);
        if (classes == 0) return WordClasses.EndOfOthers(text, at + length, Known);
        return ScannerParts.Spaces(text, start, text.Length, stopsAtBreaks: false);
    }
}

/// <summary>The pattern of Llama 3 and cl100k_base.</summary>
internal readonly struct Llama3Scanner : IWordScanner
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text, int at) => Cl100kScanner.Next(text, at, 3);
}

/// <summary>The pattern of Qwen 2 to 3: as Llama 3, with single digits.</summary>
internal readonly struct QwenScanner : IWordScanner
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text, int at) => Cl100kScanner.Next(text, at, 1);
}

/// <summary>The patterns that are derived from cl100k_base's.</summary>
internal static class Cl100kScanner
{
    private const int Known = WordClasses.Letter | WordClasses.Number | WordClasses.Space;

    /// <summary>Returns the end of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text, int at, int digits)
    {
        int classes = WordClasses.At(text, at, out int length);
        int next = at + length;
        if ((classes & WordClasses.Letter) != 0) return WordClasses.EndOfLetters(text, next);
        if (text[at] == '\'' && ScannerParts.ShortForm(text, at, ignoresCase: true) is > 0 and int form) return at + form;
        if ((classes & WordClasses.Number) != 0) return ScannerParts.Numbers(text, at, digits);
        int after = next < text.Length ? WordClasses.At(text, next, out length) : WordClasses.Space;
        if ((classes & WordClasses.Break) == 0 && (after & WordClasses.Letter) != 0) return WordClasses.EndOfLetters(text, next + length);
        if ((classes & Known) == 0 || (text[at] == ' ' && (after & Known) == 0))
            return WordClasses.EndOf(text, WordClasses.EndOfOthers(text, next, Known), WordClasses.Break);
        return ScannerParts.Spaces(text, at, text.Length, stopsAtBreaks: true);
    }
}

/// <summary>The pattern of GPT-4o and o200k_base.</summary>
internal readonly struct O200kScanner : IWordScanner
{
    private const int Known = WordClasses.Letter | WordClasses.Number | WordClasses.Space;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text, int at)
    {
        int classes = WordClasses.At(text, at, out int length);
        int next = at + length, end;
        if ((classes & (WordClasses.Letter | WordClasses.Number | WordClasses.Break)) == 0)
        {
            // The character may be the one before a word; a mark may also be a part of it.
            end = Word(text, next, isCased: true);
            if (end < 0 && (classes & WordClasses.Mark) != 0) end = Word(text, at, isCased: true);
            if (end < 0) end = Word(text, next, isCased: false);
            if (end < 0 && (classes & WordClasses.Mark) != 0) end = Word(text, at, isCased: false);
            if (end >= 0) return WithShortForm(text, end);
        }
        else if ((classes & WordClasses.Letter) != 0)
        {
            end = Word(text, at, isCased: true);
            if (end < 0) end = Word(text, at, isCased: false);
            return WithShortForm(text, end);
        }
        if ((classes & WordClasses.Number) != 0) return ScannerParts.Numbers(text, at, 3);
        int after = next < text.Length ? WordClasses.At(text, next, out _) : WordClasses.Space;
        if ((classes & Known) == 0 || (text[at] == ' ' && (after & Known) == 0))
        {
            end = WordClasses.EndOfOthers(text, next, Known);
            while (end < text.Length && text[end] is (byte)'\r' or (byte)'\n' or (byte)'/') end++;
            return end;
        }
        return ScannerParts.Spaces(text, at, text.Length, stopsAtBreaks: true);
    }

    /// <summary>
    /// Returns the end of <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+</c>, or of the same with <c>+</c> and <c>*</c>; -1 if there is no
    /// match.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Word(ReadOnlySpan<byte> text, int at, bool isCased)
    {
        int upper = at, afterBoth = -1;
        while (upper < text.Length)
        {
            int classes = WordClasses.At(text, upper, out int length);
            if ((classes & WordClasses.Upper) == 0) break;
            upper += length;
            if ((classes & WordClasses.Lower) != 0) afterBoth = upper;
        }
        int lower = WordClasses.EndOf(text, upper, WordClasses.Lower);
        if (!isCased) return upper > at ? lower : -1;
        // Without a lower-case letter here, the run of capitals gives back all after its last character that counts as both.
        return lower > upper ? lower : afterBoth;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WithShortForm(ReadOnlySpan<byte> text, int end) =>
        end < text.Length && text[end] == '\'' ? end + ScannerParts.ShortForm(text, end, ignoresCase: true) : end;
}

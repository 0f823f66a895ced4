using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>
/// The three patterns of DeepSeek V3, one after the other: digits, then Chinese and Japanese, then words. For the third one, digits and ideographs end the
/// text.
/// </summary>
internal readonly struct DeepSeekScanner : IWordScanner
{
    private const int Word = WordClasses.Letter | WordClasses.Mark;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text, int at)
    {
        int point = CodePoints.Decode(text, at, out int length);
        if ((WordClasses.Of(point) & WordClasses.Number) != 0) return ScannerParts.Numbers(text, at, 3);
        if (IsIdeograph(point)) return NextOfIdeographs(text, at, WordClasses.Of(point), at + length);
        int end = Match(text, at);
        if (end >= 0) return end;
        // Characters that no pattern matches stay together up to the next match.
        at += length;
        while (at < text.Length && (Classes(text, at, out length) & WordClasses.Number) == 0 && Match(text, at) < 0) at += length;
        return at;
    }

    /// <summary>Returns the end of the word that starts with an ideograph: the third pattern also splits what the second one found.</summary>
    private static int NextOfIdeographs(ReadOnlySpan<byte> text, int at, int classes, int next)
    {
        if ((classes & WordClasses.Letter) != 0) return EndOfIdeographs(text, next, Word);
        if ((classes & WordClasses.PunctuationOrSymbol) != 0) return EndOfIdeographs(text, next, WordClasses.PunctuationOrSymbol);
        int end = EndOfIdeographs(text, next, Word);
        if (end > next || (classes & WordClasses.Mark) != 0) return end;
        // A character without a class: it stays with others like it, up to one that a letter follows.
        at = next;
        while (at < text.Length)
        {
            int point = CodePoints.Decode(text, at, out int length);
            if (!IsIdeograph(point) || (WordClasses.Of(point) & (Word | WordClasses.PunctuationOrSymbol)) != 0) break;
            if (EndOfIdeographs(text, at + length, Word) > at + length) break;
            at += length;
        }
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfIdeographs(ReadOnlySpan<byte> text, int at, int classes)
    {
        while (at < text.Length)
        {
            int point = CodePoints.Decode(text, at, out int length);
            if (!IsIdeograph(point) || (WordClasses.Of(point) & classes) == 0) break;
            at += length;
        }
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsIdeograph(int point) => point is (>= 0x4E00 and <= 0x9FA5) or (>= 0x3040 and <= 0x30FF);

    /// <summary>Returns the classes of a character; an ideograph counts as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Classes(ReadOnlySpan<byte> text, int at, out int length)
    {
        int point = CodePoints.Decode(text, at, out length);
        return point >= 0x3040 && IsIdeograph(point) ? WordClasses.Number : WordClasses.Of(point);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOf(ReadOnlySpan<byte> text, int at, int classes)
    {
        while (at < text.Length && (Classes(text, at, out int length) & classes) != 0) at += length;
        return at;
    }

    /// <summary>Returns the end of a run of letters and marks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfWord(ReadOnlySpan<byte> text, int at)
    {
        at = WordClasses.EndOfAsciiLetters(text, at);
        return at == text.Length || text[at] < 0x80 ? at : EndOf(text, at, Word);
    }

    /// <summary>Returns the end of a match of the third pattern; -1 without one. The character is no number and no ideograph.</summary>
    private static int Match(ReadOnlySpan<byte> text, int at)
    {
        int classes = Classes(text, at, out int length), next = at + length;
        if ((classes & WordClasses.Letter) != 0) return EndOfWord(text, next);
        int nextLength = 0, after = next < text.Length ? Classes(text, next, out nextLength) : WordClasses.Number;
        if (CharacterClasses.IsAsciiPunctuation(text[at]) && next < text.Length && char.IsAsciiLetter((char)text[next]))
            return WordClasses.EndOfAsciiLetters(text, next + 1);
        bool isPrefix = (classes & (WordClasses.Break | WordClasses.Letter | WordClasses.PunctuationOrSymbol)) == 0;
        if (isPrefix && (after & Word) != 0) return EndOfWord(text, next + nextLength);
        if ((classes & WordClasses.Mark) != 0) return next;
        if ((classes & WordClasses.PunctuationOrSymbol) != 0 || (text[at] == ' ' && (after & WordClasses.PunctuationOrSymbol) != 0))
            return EndOf(text, EndOf(text, next, WordClasses.PunctuationOrSymbol), WordClasses.Break);
        if ((classes & WordClasses.Space) == 0) return -1;
        int limit = EndOf(text, next, WordClasses.Space);
        bool isAtEnd = limit == text.Length || (Classes(text, limit, out _) & WordClasses.Number) != 0;
        return ScannerParts.Spaces(text, at, isAtEnd ? limit : text.Length, stopsAtBreaks: true);
    }
}

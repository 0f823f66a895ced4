using System.Buffers;
using System.Text;

namespace DataCuration;

/// <summary>
/// Finds the words that the length of a passage is counted in: text between white space, in parts of at most 64 UTF-16 units, and each character of a script
/// that is written without spaces. So no text can be one endless word.
/// </summary>
internal static class PassageWords
{
    private const int MaxUnits = 64;
    private static readonly SearchValues<char> Closing = SearchValues.Create(")]}\"'”’»」』）");

    /// <summary>Counts the words of a text.</summary>
    public static long Count(ReadOnlySpan<char> text)
    {
        long count = 0;
        for (int at = 0; TryNext(text, at, out Range word); at = word.End.Value) count++;
        return count;
    }

    /// <summary>Finds the first word at or after a position.</summary>
    /// <returns>False if only white space is left.</returns>
    public static bool TryNext(ReadOnlySpan<char> text, int from, out Range word)
    {
        int start = from;
        while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
        int end = start;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text[end..], out Rune rune, out int size);
            bool isDense = IsDense(rune.Value);
            if (end > start && (isDense || Rune.IsWhiteSpace(rune) || end + size - start > MaxUnits)) break;
            end += size;
            if (isDense) break;
        }
        word = start..end;
        return end > start;
    }

    /// <summary>Returns true if a word ends a sentence: its last character, before quotes and brackets, is a full stop or one like it.</summary>
    public static bool EndsSentence(ReadOnlySpan<char> word)
    {
        int last = word.LastIndexOfAnyExcept(Closing);
        return last >= 0 && word[last] is '.' or '!' or '?' or '…' or '。' or '！' or '？' or '।';
    }

    /// <summary>Returns true for characters of scripts without spaces between words: Thai to Myanmar, Khmer, kana and Han.</summary>
    private static bool IsDense(int codePoint) => codePoint is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);
}

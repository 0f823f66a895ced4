using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Splits a text into lower-case words: runs of letters, digits and marks. In Han and kana, which have no spaces, each character is a word. For ASCII text
/// these are the tokens of Google's rouge_score without its stemmer, which knows no other letters.
/// </summary>
internal static class WordTokens
{
    /// <summary>Returns the words of a text, in order.</summary>
    public static List<string> Split(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        Span<char> units = stackalloc char[2];
        while (!text.IsEmpty)
        {
            bool isValid = Rune.DecodeFromUtf16(text, out Rune rune, out int size) == OperationStatus.Done;
            text = text[size..];
            bool isWide = isValid && IsIdeograph(rune.Value);
            if (isWide || !isValid || !IsWordPart(rune)) Flush();
            if (!isValid || !IsWordPart(rune)) continue;
            word.Append(units[..Rune.ToLowerInvariant(rune).EncodeToUtf16(units)]);
            if (isWide) Flush();
        }
        Flush();
        return words;

        void Flush()
        {
            if (word.Length == 0) return;
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Returns true for kana and Han.</summary>
    private static bool IsIdeograph(int codePoint) => codePoint is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);
}

using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Measures how much a sentence looks like program code: code words for each word, plus code signs for each character (<c>_filter_by_code</c> of PlanTL's
/// corpus-cleaner, <c>sentence_filter.py</c>).
/// </summary>
internal static class CodeShare
{
    private static readonly SearchValues<byte> Signs = SearchValues.Create(";=&[](){}/\\"u8);

    /// <summary>Measures a sentence; 0 for one without words.</summary>
    public static double Measure(ReadOnlySpan<byte> sentence)
    {
        int words = 0, keywords = 0, signs = 0;
        bool inWord = false;
        for (int at = 0; at < sentence.Length;)
        {
            int space = Utf8WhiteSpace.LengthAt(sentence, at);
            if (space > 0)
            {
                inWord = false;
                at += space;
                continue;
            }
            if (!inWord) words++;
            inWord = true;
            signs += Signs.Contains(sentence[at]) ? 1 : 0;
            if (!AsciiText.IsLetter(sentence[at]) || IsWordBefore(sentence, at))
            {
                at++;
                continue;
            }
            int end = at;
            while (end < sentence.Length && AsciiText.IsLetter(sentence[end])) end++;
            if (IsKeyword(sentence[at..end]) && !IsWordAt(sentence, end)) keywords++;
            at = end;
        }
        return words == 0 ? 0 : ((double)keywords / words) + ((double)signs / Utf8.Count(sentence));
    }

    private static bool IsKeyword(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("if"u8) || word.SequenceEqual("var"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("const"u8)
        || word.SequenceEqual("script"u8) || word.SequenceEqual("function"u8);

    // Python's \b: between a character of \w and another one, in any script.
    private static bool IsWordBefore(ReadOnlySpan<byte> text, int at) => at > 0 && IsWord(Utf8.DecodeLast(text[..at]));

    private static bool IsWordAt(ReadOnlySpan<byte> text, int at) => at < text.Length && IsWord(Utf8.Decode(text, at, out _));

    private static bool IsWord(int codePoint) => (UnicodeRules.Classify(codePoint) & UnicodeRules.Word) != 0;
}

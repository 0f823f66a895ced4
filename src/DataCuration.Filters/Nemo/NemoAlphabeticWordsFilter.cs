namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of which most words have an alphabetic character (NeMo Curator's <c>WordsWithoutAlphabetsFilter</c>): at least 0.8 by default. Words lie
/// between white space; alphabetic is the Unicode property. A text without words scores 0. Drop reason: <c>words_without_alphabets</c>.
/// </summary>
public sealed class NemoAlphabeticWordsFilter() : NemoMinFilter("words_without_alphabets", 0.8)
{
    private protected override double Score(Document document, TextScratch scratch)
    {
        TextWords words = document.Words;
        if (words.Count == 0) return 0;
        int count = 0;
        foreach (ReadOnlySpan<byte> word in words)
            if (CharacterClasses.ContainsAny(word, CharacterClasses.Alphabetic)) count++;
        return (double)count / words.Count;
    }
}

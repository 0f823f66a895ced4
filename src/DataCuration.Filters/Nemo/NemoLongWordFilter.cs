namespace DataCuration.Filters;

/// <summary>
/// Drops documents with a long word between white space (NeMo Curator's <c>LongWordFilter</c>): above 1,000 characters by default. A text without words scores
/// one more than <see cref="NemoMaxFilter.Max"/>. Drop reason: <c>max_word_length</c>.
/// </summary>
public sealed class NemoLongWordFilter() : NemoMaxFilter("max_word_length", 1000)
{
    private protected override double Score(Document document, TextScratch scratch)
    {
        TextWords words = document.Words;
        if (words.Count == 0) return Max + 1;
        int longest = 0;
        for (int i = 0; i < words.Count; i++)
            if (words[i].Length > longest) longest = Math.Max(longest, words.CountCodePoints(i));
        return longest;
    }
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents with a mean length of words between two limits (NeMo Curator's <c>MeanWordLengthFilter</c>): 3 to 10 characters by default. Words lie
/// between white space. A text without words scores 0. Drop reason: <c>mean_word_length</c>.
/// </summary>
public sealed class NemoMeanWordLengthFilter() : NemoRangeFilter("mean_word_length", 3, 10)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        document.Words.Count == 0 ? 0 : (double)document.Words.CodePoints / document.Words.Count;
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents with a number of words between two limits (NeMo Curator's <c>WordCountFilter</c>): 50 to 100,000 by default. Words lie between white space.
/// Drop reason: <c>word_count</c>.
/// </summary>
public sealed class NemoWordCountFilter() : NemoRangeFilter("word_count", 50, 100_000)
{
    private protected override double Score(Document document, TextScratch scratch) => document.Words.Count;
}

namespace DataCuration.Filters;

/// <summary>
/// Drops documents with many ASCII digits (NeMo Curator's <c>NumbersFilter</c>): more than 0.15 of the characters by default. An empty text scores 1. Drop
/// reason: <c>numbers_ratio</c>.
/// </summary>
public sealed class NemoNumbersFilter() : NemoMaxFilter("numbers_ratio", 0.15)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Numbers(document.Utf8Text.Span);
}

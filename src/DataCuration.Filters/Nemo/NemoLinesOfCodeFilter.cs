namespace DataCuration.Filters;

/// <summary>
/// Keeps files with a number of lines between two limits (NeMo Curator's <c>NumberOfLinesOfCodeFilter</c>): 10 to 20,000 by default. Lines are line feeds and
/// one. Drop reason: <c>num_lines</c>.
/// </summary>
public sealed class NemoLinesOfCodeFilter() : NemoRangeFilter("num_lines", 10, 20_000)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        document.Utf8Text.Span.Count((byte)'\n') + 1;
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of which most paragraphs (parts between two line feeds) are different (NeMo Curator's <c>RepeatedParagraphsFilter</c>): at least 0.7 by
/// default. Drop reason: <c>repeated_paragraphs</c>.
/// </summary>
public sealed class NemoRepeatedParagraphsFilter() : NemoMinFilter("repeated_paragraphs", 0.7)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.UniqueParagraphs(document.Utf8Text.Span, scratch.Parts).Count;
}

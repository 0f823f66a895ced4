namespace DataCuration.Filters;

/// <summary>
/// Drops documents of which many lines have no end mark (NeMo Curator's <c>PunctuationFilter</c>): more than 0.85 by default. End marks are
/// <c>. ? ! " '</c>; white space after them is left out; blank lines do not count. A blank text scores 1. Drop reason: <c>punctuation</c>.
/// </summary>
public sealed class NemoPunctuationFilter() : NemoMaxFilter("punctuation", 0.85)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.WithoutEndMark(document.Utf8Text.Span);
}

namespace DataCuration.Filters;

/// <summary>
/// Drops documents with many characters other than ASCII letters, digits, line feeds and <c>?!,.</c> (NeMo Curator's <c>NonAlphaNumericFilter</c>): more than
/// 0.25 by default. Blanks and all other scripts count. An empty text scores 1. Drop reason: <c>alpha_numeric</c>.
/// </summary>
public sealed class NemoNonAlphanumericFilter() : NemoMaxFilter("alpha_numeric", 0.25)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.NonAlphanumeric(document.Utf8Text.Span);
}

namespace DataCuration.Filters;

/// <summary>
/// Drops documents of which many paragraphs (parts between two line feeds) speak of cookies and terms of use (NeMo Curator's <c>BoilerPlateStringFilter</c>):
/// more than 0.4 by default. A text with "lorem ipsum" scores 1. Drop reason: <c>boilerplate_string_ratio</c>.
/// </summary>
public sealed class NemoBoilerplateFilter() : NemoMaxFilter("boilerplate_string_ratio", 0.4)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Boilerplate(document.Utf8Text.Span, scratch.Lower);
}

namespace DataCuration.Filters;

/// <summary>
/// Drops documents with much white space (NeMo Curator's <c>WhiteSpaceFilter</c>): more than 0.25 by default. Blank, tab, line feed, carriage return and
/// backspace count. An empty text scores 1. Drop reason: <c>white_space</c>.
/// </summary>
public sealed class NemoWhiteSpaceFilter() : NemoMaxFilter("white_space", 0.25)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.WhiteSpace(document.Utf8Text.Span);
}

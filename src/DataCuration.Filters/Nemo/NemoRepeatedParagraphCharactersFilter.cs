namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of which most characters are in different paragraphs (NeMo Curator's <c>RepeatedParagraphsByCharFilter</c>): at least 0.8 by default. A
/// text of line feeds only scores 0. Drop reason: <c>repeated_paragraphs_char</c>.
/// </summary>
public sealed class NemoRepeatedParagraphCharactersFilter() : NemoMinFilter("repeated_paragraphs_char", 0.8)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.UniqueParagraphs(document.Utf8Text.Span, scratch.Parts).Characters;
}

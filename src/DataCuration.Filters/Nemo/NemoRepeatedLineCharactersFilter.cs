namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of which most characters are in different lines (NeMo Curator's <c>RepeatedLinesByCharFilter</c>): at least 0.8 by default. Blank lines do
/// not count. A blank text scores 0. Drop reason: <c>repeated_lines_char</c>.
/// </summary>
public sealed class NemoRepeatedLineCharactersFilter() : NemoMinFilter("repeated_lines_char", 0.8)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.UniqueLines(document.Utf8Text.Span, scratch.Parts).Characters;
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents of which most lines are different (NeMo Curator's <c>RepeatedLinesFilter</c>): at least 0.7 by default. Blank lines do not count. A blank
/// text scores 0. Drop reason: <c>repeated_lines</c>.
/// </summary>
public sealed class NemoRepeatedLinesFilter() : NemoMinFilter("repeated_lines", 0.7)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.UniqueLines(document.Utf8Text.Span, scratch.Parts).Count;
}

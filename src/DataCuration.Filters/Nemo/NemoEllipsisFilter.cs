namespace DataCuration.Filters;

/// <summary>
/// Drops documents of which many lines end with an ellipsis or "read more" (NeMo Curator's <c>EllipsisFilter</c>): more than 0.3 by default. Blank lines do
/// not count. A blank text scores 1. Drop reason: <c>ellipsis</c>.
/// </summary>
public sealed class NemoEllipsisFilter() : NemoMaxFilter("ellipsis", 0.3)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Ellipses(document.Utf8Text.Span, scratch.Lower);
}

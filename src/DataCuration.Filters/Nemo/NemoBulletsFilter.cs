namespace DataCuration.Filters;

/// <summary>
/// Drops documents of which nearly every line begins with one of 12 bullets (NeMo Curator's <c>BulletsFilter</c>): more than 0.9 by default. Hyphen and
/// asterisk are not among them; blank lines do not count. A blank text scores 1. Drop reason: <c>bullet_ratio</c>.
/// </summary>
public sealed class NemoBulletsFilter() : NemoMaxFilter("bullet_ratio", 0.9)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Bullets(document.Utf8Text.Span);
}

namespace DataCuration.Filters;

/// <summary>
/// Drops documents with an address in the text that contains "porn" (NeMo Curator's <c>PornographicUrlsFilter</c>), in lower case. The score is 1 for such
/// documents and 0 for others. Drop reason: <c>pornographic_urls</c>.
/// </summary>
public sealed class NemoPornographicUrlsFilter() : NemoMaxFilter("pornographic_urls", 0)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.HasPornographicUrl(document.Utf8Text.Span) ? 1 : 0;
}

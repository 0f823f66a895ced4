namespace DataCuration.Filters;

/// <summary>
/// Drops documents that are addresses in a large part (NeMo Curator's <c>UrlsFilter</c>): more than 0.2 of the characters by default. An address begins with
/// <c>http://</c> or <c>https://</c> and ends before white space, a quotation mark, <c>&lt;</c>, <c>&gt;</c>, <c>;</c> or a character beyond ASCII. An empty
/// text scores 1. Drop reason: <c>urls_ratio</c>.
/// </summary>
public sealed class NemoUrlsFilter() : NemoMaxFilter("urls_ratio", 0.2)
{
    private protected override double Score(Document document, TextScratch scratch) =>
        NemoKernel.Urls(document.Utf8Text.Span);
}

namespace DataCuration.Filters;

/// <summary>
/// Drops files that have an XML declaration near their start (NeMo Curator's <c>XMLHeaderFilter</c>, of StarCoder). The score is 1 for such files and 0 for
/// others. Drop reason: <c>xml_header</c>.
/// </summary>
public sealed class NemoXmlHeaderFilter() : NemoMaxFilter("xml_header", 0)
{
    /// <summary>The number of characters in which the declaration is searched. Default: 100 (there <c>char_prefix_search_length</c>).</summary>
    public int SearchLength { get; init => field = PeerChecks.Count(value, 1, nameof(SearchLength)); } = 100;

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(SearchLength), SearchLength);
    }

    private protected override double Score(Document document, TextScratch scratch) =>
        document.Utf8Text.Span[..Utf8.Skip(document.Utf8Text.Span, 0, SearchLength)].IndexOf("<?xml version="u8) >= 0 ? 1 : 0;
}

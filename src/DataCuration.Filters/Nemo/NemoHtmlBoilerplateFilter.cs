namespace DataCuration.Filters;

/// <summary>
/// Keeps HTML files with enough text (NeMo Curator's <c>HTMLBoilerplateFilter</c>): at least 0.2 of the characters by default are outside of tags, comments,
/// scripts and styles. Files with less than 100 characters of text, and empty ones, score 0. Drop reason: <c>html_boilerplate</c>.
/// </summary>
/// <remarks>Text is what Beautiful Soup's <c>get_text</c> returns with Python's own parser.</remarks>
public sealed class NemoHtmlBoilerplateFilter() : NemoMinFilter("html_boilerplate", 0.2)
{
    /// <summary>The least number of characters of text. Default: 100 (there <c>min_lang_content_num_chars</c>).</summary>
    public int MinCharacters { get; init => field = PeerChecks.Count(value, 0, nameof(MinCharacters)); } = 100;

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(MinCharacters), MinCharacters);
    }

    private protected override double Score(Document document, TextScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (text.IsEmpty) return 0;
        long characters = HtmlTextLength.Count(text);
        return characters < MinCharacters ? 0 : (double)characters / Utf8.Count(text);
    }
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps texts with enough stop words (Data-Juicer's <c>stopwords_filter</c>): a share of at least 0.3 by default, which is made for Data-Juicer's own list.
/// Drop reason: <c>stopwords_filter</c>. Measure: <c>stopwords_ratio</c>.
/// </summary>
public sealed class JuicerStopWordFilter() : JuicerFilter("stopwords_filter", "stopwords_ratio", 0.3, double.MaxValue)
{
    private HashSet<string>? words;

    /// <summary>The words, in lower case; must be set. Data-Juicer has long lists of its own for many languages.</summary>
    public TermList? Words { get; init; }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(Words), Words?.Fingerprint);
    }

    private TermList Require() => TermList.Require(Words, Name, nameof(Words), "a list of stop words");

    private protected override double Measure(Document document, JuicerScratch scratch) =>
        JuicerKernel.Listed(document.Utf8Text.Span, words ??= new(Require().Entries, StringComparer.Ordinal), scratch);
}

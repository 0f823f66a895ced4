namespace DataCuration.Filters;

/// <summary>
/// Drops texts with many flagged words (Data-Juicer's <c>flagged_words_filter</c>): a share above 0.045 by default. Drop reason:
/// <c>flagged_words_filter</c>. Measure: <c>flagged_words_ratio</c>.
/// </summary>
public sealed class JuicerFlaggedWordFilter() : JuicerFilter("flagged_words_filter", "flagged_words_ratio", 0, 0.045)
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

    private TermList Require() => TermList.Require(Words, Name, nameof(Words), "a list of flagged words");

    private protected override double Measure(Document document, JuicerScratch scratch) =>
        JuicerKernel.Listed(document.Utf8Text.Span, words ??= new(Require().Entries, StringComparer.Ordinal), scratch);
}

namespace DataCuration.Filters;

/// <summary>
/// Drops texts that repeat sequences of words (Data-Juicer's <c>word_repetition_filter</c>): a share of repeated sequences above 0.5 by default. Words are in
/// lower case and without special characters at their ends. Drop reason: <c>word_repetition_filter</c>. Measure: <c>word_rep_ratio</c>.
/// </summary>
public sealed class JuicerWordRepetitionFilter() : JuicerFilter("word_repetition_filter", "word_rep_ratio", 0, 0.5)
{
    /// <summary>The number of words in an n-gram. Default: 10.</summary>
    public int Length { get; init => field = PeerChecks.Count(value, 1, nameof(Length)); } = 10;

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(Length), Length);
    }

    private protected override double Measure(Document document, JuicerScratch scratch) =>
        JuicerKernel.WordRepetition(document.Utf8Text.Span, Length, scratch);
}

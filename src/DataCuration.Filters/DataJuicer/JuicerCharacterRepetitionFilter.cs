namespace DataCuration.Filters;

/// <summary>
/// Drops texts that repeat sequences of characters (Data-Juicer's <c>character_repetition_filter</c>): a share above 0.5 by default. Of the sequences of a
/// length, the most frequent ones count. Their number is the root of the number of different ones. They count if they occur twice. Drop reason:
/// <c>character_repetition_filter</c>. Measure: <c>char_rep_ratio</c>.
/// </summary>
public sealed class JuicerCharacterRepetitionFilter() : JuicerFilter("character_repetition_filter", "char_rep_ratio", 0, 0.5)
{
    /// <summary>The number of characters in an n-gram. Default: 10.</summary>
    public int Length { get; init => field = PeerChecks.Count(value, 1, nameof(Length)); } = 10;

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        base.DescribeRules(writer);
        writer.Add(nameof(Length), Length);
    }

    private protected override double Measure(Document document, JuicerScratch scratch) =>
        JuicerKernel.CharacterRepetition(document.Utf8Text.Span, Length, scratch);
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps files with enough letters and digits (DCLM's <c>alphanumeric_char_ratio_filter</c>, of RedPajama v1's rules for code). An empty text is dropped. Drop
/// reason: <c>alphanumeric_char_ratio_filter</c>. Measure: <c>alphanumeric_ratio</c>.
/// </summary>
public sealed class DclmAlphanumericFilter() : RuleFilter("dclm_alphanumeric")
{
    /// <summary>
    /// The least share of letters, digits and other numbers among the code points. Default: 0.25 (content_filters.py, there <c>max_alnum_ratio</c>).
    /// </summary>
    public double Min { get; init => field = PeerChecks.Share(value, nameof(Min)); } = 0.25;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (text.IsEmpty) return StageResult.Drop("alphanumeric_char_ratio_filter");
        double ratio = (double)CharacterClasses.Count(text, CharacterClasses.Alphanumeric) / Utf8.Count(text);
        measures.Add("alphanumeric_ratio", ratio);
        return ratio < Min ? measures.Drop("alphanumeric_char_ratio_filter", "alphanumeric_ratio", Min) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Min), Min);
    }
}

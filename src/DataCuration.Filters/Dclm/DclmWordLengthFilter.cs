namespace DataCuration.Filters;

/// <summary>
/// Keeps pages whose words, between white space, have a mean length between two bounds (DCLM's <c>word_length_filter</c>). A page without words is dropped.
/// Drop reason: <c>word_length_filter</c>. Measure: <c>mean_word_length</c>.
/// </summary>
public sealed class DclmWordLengthFilter() : RuleFilter("dclm_word_length")
{
    /// <summary>The least mean in code points. Default: 3 (dclm_baseline_refinedweb.yaml).</summary>
    public double Min { get; init => field = PeerChecks.NotNegative(value, nameof(Min)); } = 3;

    /// <summary>The greatest mean in code points. Default: 10 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.NotNegative(value, nameof(Max)); } = 10;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        TextWords words = document.Words;
        if (words.Count == 0) return StageResult.Drop("word_length_filter");
        double mean = (double)words.CodePoints / words.Count;
        measures.Add("mean_word_length", mean);
        return mean < Min || mean > Max ? measures.Drop("word_length_filter", "mean_word_length", Min, Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
    }
}

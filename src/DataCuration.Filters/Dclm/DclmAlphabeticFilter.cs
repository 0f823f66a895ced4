namespace DataCuration.Filters;

/// <summary>
/// Keeps pages with few words that have no letter (DCLM's <c>alphabetic_word_ratio_filter</c>). Words lie between white space. A page without words is
/// dropped. Drop reason: <c>alphabetic_word_ratio_filter</c>. Measure: <c>non_alphabetic_ratio</c>.
/// </summary>
public sealed class DclmAlphabeticFilter() : RuleFilter("dclm_alphabetic")
{
    /// <summary>The greatest share of words without a letter. Default: 0.2 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.Share(value, nameof(Max)); } = 0.2;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        TextWords words = document.Words;
        if (words.Count == 0) return StageResult.Drop("alphabetic_word_ratio_filter");
        int without = 0;
        foreach (ReadOnlySpan<byte> word in words)
            if (!CharacterClasses.ContainsAny(word, CharacterClasses.Letter)) without++;
        double ratio = (double)without / words.Count;
        measures.Add("non_alphabetic_ratio", ratio);
        return ratio <= Max ? StageResult.Keep : measures.Drop("alphabetic_word_ratio_filter", "non_alphabetic_ratio", max: Max);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
    }
}

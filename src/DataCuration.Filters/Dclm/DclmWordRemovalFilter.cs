namespace DataCuration.Filters;

/// <summary>
/// Drops pages from which modifiers have removed many words since <see cref="DclmWordCounter"/> counted them (DCLM's <c>word_removal_ratio_filter</c>). A
/// document without the count is a fault. Drop reason: <c>word_removal_ratio_filter</c>. Measures: <c>words</c> and <c>removed_ratio</c>.
/// </summary>
public sealed class DclmWordRemovalFilter() : RuleFilter("dclm_word_removal")
{
    /// <summary>The annotation with the earlier count. Default: <see cref="DclmWordCounter.PreviousWordCount"/>.</summary>
    public AnnotationKey<int> Annotation { get; init; } = DclmWordCounter.PreviousWordCount;

    /// <summary>The greatest share of removed words. Default: 0.05 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.Share(value, nameof(Max)); } = 0.05;

    /// <summary>The definition of a word. Default: fastText's, as in DCLM.</summary>
    public DclmWordModel Words { get; init => field = RuleChecks.Defined(value, nameof(Words)); } = DclmWordModel.FastText;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int before = document.Get(Annotation);
        if (before == 0) return StageResult.Drop("word_removal_ratio_filter");
        int after = DclmWords.Count(document.Utf8Text, Words, ignorePunctuation: true);
        double removed = (double)(before - after) / before;
        measures.Add("words", after);
        measures.Add("removed_ratio", removed);
        return removed > Max ? measures.Drop("word_removal_ratio_filter", "removed_ratio", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Annotation), Annotation.Name);
        writer.Add(nameof(Max), Max);
        writer.Add(nameof(Words), Words.ToString());
    }
}

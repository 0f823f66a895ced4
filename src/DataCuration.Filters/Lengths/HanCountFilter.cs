namespace DataCuration.Filters;

/// <summary>
/// Keeps texts by their number of Chinese characters, which is a better length than words or code points for short posts with Latin letters, digits and signs.
/// Drop reasons: <c>too_few_han</c> and <c>too_many_han</c>.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("posts/*.jsonl").Pipe(new HanCountFilter { Min = 5 }).WriteJsonlAsync("chinese", run);
/// </code>
/// </example>
public sealed class HanCountFilter() : RuleFilter("han_count")
{
    /// <summary>The minimum; null for none. Default: none.</summary>
    public int? Min { get; init => field = RuleChecks.Count(value, nameof(Min)); }

    /// <summary>The maximum; null for none. Default: none.</summary>
    public int? Max { get; init => field = RuleChecks.Count(value, nameof(Max)); }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int count = HanCharacters.Count(document.Utf8Text.Span);
        measures.Add("characters", count);
        if (count < Min) return measures.Drop("too_few_han", "characters", Min);
        return count > Max ? measures.Drop("too_many_han", "characters", max: Max) : StageResult.Keep;
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

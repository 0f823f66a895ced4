namespace DataCuration.Filters;

/// <summary>Keeps texts by their length in code points. Drop reasons: <c>too_short</c> and <c>too_long</c>.</summary>
public sealed class CharacterCountFilter() : RuleFilter("character_count")
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
        long count = Utf8CodePoints.Count(document.Utf8Text.Span);
        measures.Add("characters", count);
        if (count < Min) return measures.Drop("too_short", "characters", Min);
        return count > Max ? measures.Drop("too_long", "characters", max: Max) : StageResult.Keep;
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

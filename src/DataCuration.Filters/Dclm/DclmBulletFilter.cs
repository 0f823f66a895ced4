namespace DataCuration.Filters;

/// <summary>
/// Keeps pages of which not nearly every line begins with a bullet (DCLM's <c>bullet_count_filter</c>): <c>●</c>, <c>•</c>, <c>*</c> or <c>-</c>, after white
/// space is removed. Blank lines do not count. Drop reason: <c>bullet_count_filter</c>. Measure: <c>bullet_line_ratio</c>.
/// </summary>
public sealed class DclmBulletFilter() : RuleFilter("dclm_bullets")
{
    /// <summary>The greatest share of lines. Default: 0.9 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.Share(value, nameof(Max)); } = 0.9;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int lines = 0, bullets = 0;
        foreach (ReadOnlySpan<byte> one in new FeedLines(document.Utf8Text.Span))
        {
            ReadOnlySpan<byte> line = Utf8.TrimStart(one);
            if (line.IsEmpty) continue;
            lines++;
            if (line[0] is (byte)'*' or (byte)'-' || line.StartsWith("●"u8) || line.StartsWith("•"u8)) bullets++;
        }
        measures.Add("bullet_line_ratio", lines == 0 ? 0 : (double)bullets / lines);
        return bullets > Max * lines ? measures.Drop("bullet_count_filter", "bullet_line_ratio", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
    }
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps pages with few lines that end with an ellipsis (DCLM's <c>ellipsis_count_filter</c>): <c>...</c>, <c>. . .</c> or <c>…</c>, after white space is
/// removed. Blank lines do not count. Drop reason: <c>ellipsis_count_filter</c>. Measure: <c>ellipsis_line_ratio</c>.
/// </summary>
public sealed class DclmEllipsisFilter() : RuleFilter("dclm_ellipsis")
{
    /// <summary>The greatest share of lines. Default: 0.3 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.Share(value, nameof(Max)); } = 0.3;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int lines = 0, ends = 0;
        foreach (ReadOnlySpan<byte> one in new FeedLines(document.Utf8Text.Span))
        {
            ReadOnlySpan<byte> line = Utf8.TrimEnd(one);
            if (line.IsEmpty) continue;
            lines++;
            if (line.EndsWith("..."u8) || line.EndsWith(". . ."u8) || line.EndsWith("…"u8)) ends++;
        }
        measures.Add("ellipsis_line_ratio", lines == 0 ? 0 : (double)ends / lines);
        return ends > Max * lines ? measures.Drop("ellipsis_count_filter", "ellipsis_line_ratio", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
    }
}

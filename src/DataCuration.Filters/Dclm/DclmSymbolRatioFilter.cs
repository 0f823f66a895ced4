namespace DataCuration.Filters;

/// <summary>
/// Keeps pages with few symbols for each word (DCLM's <c>symbol_ratio_filter</c>). Symbols are <c>#</c>, <c>...</c>, <c>. . .</c> and <c>…</c>, summed; words
/// lie between white space. A page without words is dropped. Drop reason: <c>symbol_ratio_filter</c>. Measure: <c>symbol_ratio</c>.
/// </summary>
public sealed class DclmSymbolRatioFilter() : RuleFilter("dclm_symbol_ratio")
{
    /// <summary>The greatest number of symbols for each word. Default: 0.1 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.NotNegative(value, nameof(Max)); } = 0.1;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int words = document.Words.Count;
        if (words == 0) return StageResult.Drop("symbol_ratio_filter");
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        long symbols = (long)text.Count((byte)'#') + Utf8.CountOccurrences(text, "..."u8) + Utf8.CountOccurrences(text, ". . ."u8)
            + Utf8.CountOccurrences(text, "…"u8);
        double ratio = (double)symbols / words;
        measures.Add("symbol_ratio", ratio);
        return ratio > Max ? measures.Drop("symbol_ratio_filter", "symbol_ratio", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
    }
}

namespace DataCuration.Filters;

/// <summary>
/// Keeps files without long lines (DCLM's <c>line_length_filter</c>, of RedPajama v1's rules for code). Lines end at each of Python's line ends. An empty text
/// is dropped. Drop reason: <c>line_length_filter</c>. Measures: <c>max_line_length</c> and <c>mean_line_length</c>.
/// </summary>
public sealed class DclmLineLengthFilter() : RuleFilter("dclm_line_length")
{
    /// <summary>True to judge the mean length of lines, false the longest line. Default: false.</summary>
    public bool UsesMean { get; init; }

    /// <summary>The greatest length in code points. Default: 1,000 (content_filters.py).</summary>
    public double Max { get; init => field = PeerChecks.NotNegative(value, nameof(Max)); } = 1000;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        long lines = 0, total = 0, longest = 0;
        foreach (ReadOnlySpan<byte> line in new PythonLines(document.Utf8Text.Span))
        {
            int length = Utf8.Count(line);
            lines++;
            total += length;
            longest = Math.Max(longest, length);
        }
        if (lines == 0) return StageResult.Drop("line_length_filter");
        double mean = (double)total / lines;
        measures.Add("max_line_length", longest);
        measures.Add("mean_line_length", mean);
        return (UsesMean ? mean : longest) > Max
            ? measures.Drop("line_length_filter", UsesMean ? "mean_line_length" : "max_line_length", max: Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(UsesMean), UsesMean);
        writer.Add(nameof(Max), Max);
    }
}

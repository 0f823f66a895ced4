namespace DataCuration.Filters;

/// <summary>
/// Removes lines of digits (DCLM's <c>numeric_ratio_line_modifier</c>), then white space at both ends. A page of which nothing is left is dropped.
/// Drop reason: <c>numeric_ratio_line_modifier</c>.
/// </summary>
public sealed class DclmNumericLines() : RuleFilter("dclm_numeric_lines")
{
    /// <summary>
    /// The greatest share of digits among the characters of a line. Default: 0.999999, for lines of digits only (dclm_baseline_refinedweb.yaml).
    /// </summary>
    public double Max { get; init => field = PeerChecks.Share(value, nameof(Max)); } = 0.999999;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        return TextScratch.Result(document, Utf8.Trim(LineEdits.Filter(document.Utf8Text.Span, new Rule(Max), edit)), "numeric_ratio_line_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
    }

    private readonly struct Rule(double max) : ILineRule
    {
        public bool Keeps(ReadOnlySpan<byte> line) =>
            line.IsEmpty || (double)CharacterClasses.Count(line, CharacterClasses.Digit) / Utf8.Count(line) <= max;
    }
}

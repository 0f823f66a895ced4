namespace DataCuration.Filters;

/// <summary>
/// Removes lines with many capitals (DCLM's <c>uppercase_ratio_line_modifier</c>), then white space at both ends. A page of which nothing is left is dropped.
/// Drop reason: <c>uppercase_ratio_line_modifier</c>.
/// </summary>
public sealed class DclmUppercaseLines() : RuleFilter("dclm_uppercase_lines")
{
    /// <summary>The greatest share of capitals among the characters of a line. Default: 0.5 (dclm_baseline_refinedweb.yaml).</summary>
    public double Max { get; init => field = PeerChecks.Share(value, nameof(Max)); } = 0.5;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        return TextScratch.Result(document, Utf8.Trim(LineEdits.Filter(document.Utf8Text.Span, new Rule(Max), edit)), "uppercase_ratio_line_modifier");
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
            line.IsEmpty || (double)CharacterClasses.Count(line, CharacterClasses.Upper) / Utf8.Count(line) <= max;
    }
}

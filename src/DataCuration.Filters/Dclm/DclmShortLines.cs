namespace DataCuration.Filters;

/// <summary>
/// Removes lines with few or many words between white space (DCLM's <c>line_length_modifier</c>). Empty lines stay. A page of which nothing is left is
/// dropped. Drop reason: <c>line_length_modifier</c>.
/// </summary>
public sealed class DclmShortLines() : RuleFilter("dclm_short_lines")
{
    /// <summary>The least number of words. Default: 2 (dclm_baseline_refinedweb.yaml; its C4 recipe has 5).</summary>
    public int Min { get; init => field = PeerChecks.Count(value, 0, nameof(Min)); } = 2;

    /// <summary>The greatest number of words; null for no bound. Default: null (modifiers.py).</summary>
    public int? Max { get; init => field = PeerChecks.Count(value, nameof(Max)); }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        return TextScratch.Result(document, LineEdits.Filter(document.Utf8Text.Span, new Rule(Min, Max ?? int.MaxValue), edit), "line_length_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Min), Min);
        writer.AddOptional(nameof(Max), Max);
    }

    private readonly struct Rule(int min, int max) : ILineRule
    {
        public bool Keeps(ReadOnlySpan<byte> line)
        {
            if (line.IsEmpty) return true;
            int words = Utf8.CountWords(line);
            return words >= min && words <= max;
        }
    }
}

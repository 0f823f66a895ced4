namespace DataCuration.Filters;

/// <summary>
/// Removes lines that do not end with one of <c>. ! ? " …</c>, white space after it left out (DCLM's <c>punctuation_line_modifier</c>, of its C4 recipe).
/// Empty lines stay. A page of which nothing is left is dropped. Drop reason: <c>punctuation_line_modifier</c>.
/// </summary>
public sealed class DclmPunctuatedLines() : RuleFilter("dclm_punctuated_lines")
{
    /// <summary>True to remove lines that end with <c>...</c> or <c>…</c> too. Default: true (c4.yaml).</summary>
    public bool RemovesEllipses { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        return TextScratch.Result(document, LineEdits.Filter(document.Utf8Text.Span, new Rule(RemovesEllipses), edit), "punctuation_line_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(RemovesEllipses), RemovesEllipses);
    }

    private readonly struct Rule(bool removesEllipses) : ILineRule
    {
        public bool Keeps(ReadOnlySpan<byte> line)
        {
            if (line.IsEmpty) return true;
            ReadOnlySpan<byte> end = Utf8.TrimEnd(line);
            if (end.IsEmpty) return false;
            if (end.EndsWith("…"u8)) return !removesEllipses;
            return end[^1] is (byte)'.' or (byte)'!' or (byte)'?' or (byte)'"' && !(removesEllipses && end.EndsWith("..."u8));
        }
    }
}

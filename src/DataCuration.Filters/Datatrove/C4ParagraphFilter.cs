namespace DataCuration.Filters;

/// <summary>
/// mC4's rule for paragraphs (Xue et al. 2021, arXiv 2010.11934, section 3.1): keeps texts with at least three lines of 200 characters. Drop reason:
/// <c>&lt; 3 paragraphs</c>, with the number of the option.
/// </summary>
public sealed class C4ParagraphFilter() : RuleFilter("c4_paragraph")
{
    private readonly string reason = "< 3 paragraphs";

    /// <summary>The minimum number of long lines. Default: 3 (datatrove's <c>c4_filters.py</c>).</summary>
    public int MinParagraphs
    {
        get;
        init
        {
            field = RuleChecks.Count(value, 1, nameof(MinParagraphs));
            reason = FormattableString.Invariant($"< {value} paragraphs");
        }
    } = 3;

    /// <summary>The minimum length of a long line, in code points. Default: 200 (datatrove's <c>c4_filters.py</c>).</summary>
    public int MinParagraphLength { get; init => field = RuleChecks.Count(value, 0, nameof(MinParagraphLength)); } = 200;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        int paragraphs = ParagraphLengths.CountLong(document.Utf8Text.Span, MinParagraphLength, out _);
        measures.Add("paragraphs", paragraphs);
        return paragraphs >= MinParagraphs ? StageResult.Keep : measures.Drop(reason, "paragraphs", MinParagraphs);
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinParagraphs), MinParagraphs);
        writer.Add(nameof(MinParagraphLength), MinParagraphLength);
    }
}

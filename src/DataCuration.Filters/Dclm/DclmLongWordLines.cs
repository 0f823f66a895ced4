namespace DataCuration.Filters;

/// <summary>
/// Removes lines with a long word (DCLM's <c>word_length_modifier</c>, of its C4 recipe). A page of which nothing is left is dropped. Drop reason:
/// <c>word_length_modifier</c>.
/// </summary>
public sealed class DclmLongWordLines() : RuleFilter("dclm_long_word_lines")
{
    /// <summary>The greatest length of a word in code points. Default: 1,000 (modifiers.py).</summary>
    public int Max { get; init => field = PeerChecks.Count(value, 1, nameof(Max)); } = 1000;

    /// <summary>The definition of a word. Default: between white space (c4.yaml).</summary>
    public DclmWordModel Words { get; init => field = RuleChecks.Defined(value, nameof(Words)); } = DclmWordModel.WhiteSpace;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        return TextScratch.Result(document, LineEdits.Filter(document.Utf8Text.Span, new Rule(Max, Words), edit), "word_length_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
        writer.Add(nameof(Words), Words.ToString());
    }

    private readonly struct Rule(int max, DclmWordModel words) : ILineRule
    {
        // No word is longer than its line.
        public bool Keeps(ReadOnlySpan<byte> line) => line.Length <= max || DclmWords.Longest(line.ToArray(), words) <= max;
    }
}

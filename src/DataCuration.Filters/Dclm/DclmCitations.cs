namespace DataCuration.Filters;

/// <summary>
/// Removes marks of citations (DCLM's <c>citation_removal_modifier</c>, of its C4 recipe): <c>[1]</c>, <c>[]</c>, <c>[edit]</c> and
/// <c>[citation needed]</c>. A page of which nothing is left is dropped. Drop reason: <c>citation_removal_modifier</c>.
/// </summary>
public sealed class DclmCitations() : RuleFilter("dclm_citations")
{
    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        TextEdit edit = context.Scratch<TextScratch>().Edit;
        edit.Clear();
        for (int at = 0; at < text.Length;)
        {
            int bracket = text[at..].IndexOf((byte)'[');
            if (bracket < 0) break;
            at += bracket;
            int length = LengthOfMark(text[at..]);
            edit.Remove(text, at, at + length);
            at += Math.Max(length, 1);
        }
        return TextScratch.Result(document, edit.IsEdited ? edit.Finish(text) : text, "citation_removal_modifier");
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }

    private static int LengthOfMark(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("[edit]"u8)) return 6;
        if (text.StartsWith("[citation needed]"u8)) return 17;
        int at = 1;
        while (at < text.Length && UnicodeFolding.IsDigit(Utf8.Decode(text, at, out int size))) at += size;
        return at < text.Length && text[at] == ']' ? at + 1 : 0;
    }
}

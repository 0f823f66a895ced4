namespace DataCuration.Filters;

/// <summary>Shortens runs of line feeds (DCLM's <c>newline_removal_modifier</c>). It drops nothing.</summary>
public sealed class DclmNewlines() : RuleFilter("dclm_newlines")
{
    /// <summary>The longest run that stays. Default: 2 (dclm_baseline_refinedweb.yaml).</summary>
    public int MaxConsecutive { get; init => field = PeerChecks.Count(value, 1, nameof(MaxConsecutive)); } = 2;

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
            int feed = text[at..].IndexOf((byte)'\n');
            if (feed < 0) break;
            int start = at + feed;
            int length = text[start..].IndexOfAnyExcept((byte)'\n');
            at = length < 0 ? text.Length : start + length;
            edit.Remove(text, Math.Min(start + MaxConsecutive, at), at);
        }
        return edit.IsEdited ? TextScratch.Result(document, edit.Finish(text), null) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MaxConsecutive), MaxConsecutive);
    }
}

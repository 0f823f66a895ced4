namespace DataCuration.Filters;

/// <summary>
/// Removes second and later copies of a line or paragraph within a page (DCLM's <c>within_page_dedup</c>). Blank ones stay. It drops nothing.
/// </summary>
public sealed class DclmPageDeduplication() : RuleFilter("dclm_page_deduplication")
{
    /// <summary>True to compare paragraphs (parts between two line feeds), false to compare lines. Default: false (modifiers.py).</summary>
    public bool ByParagraph { get; init; }

    /// <summary>True to compare in lower case and without white space at both ends. Default: true (modifiers.py).</summary>
    public bool Normalizes { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        TextScratch scratch = context.Scratch<TextScratch>();
        ReadOnlySpan<byte> compared = Normalizes ? scratch.Lower.Lower(text) : text;
        scratch.Parts.Reset(text.Length);
        scratch.Edit.Clear();
        if (ByParagraph)
        {
            var parts = new FeedParagraphs(text);
            var normal = new FeedParagraphs(compared);
            while (parts.MoveNext() && normal.MoveNext()) Look(text, compared, parts.Start, parts.Length, normal.Start, normal.Length, 2, scratch);
        }
        else
        {
            var parts = new FeedLines(text);
            var normal = new FeedLines(compared);
            while (parts.MoveNext() && normal.MoveNext()) Look(text, compared, parts.Start, parts.Length, normal.Start, normal.Length, 1, scratch);
        }
        return scratch.Edit.IsEdited ? TextScratch.Result(document, scratch.Edit.Finish(text), null) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(ByParagraph), ByParagraph);
        writer.Add(nameof(Normalizes), Normalizes);
    }

    private void Look(ReadOnlySpan<byte> text, ReadOnlySpan<byte> compared, int start, int length, int from, int size, int separator, TextScratch scratch)
    {
        if (Normalizes)
        {
            ReadOnlySpan<byte> part = Utf8.TrimStart(compared.Slice(from, size));
            from += size - part.Length;
            size = Utf8.TrimEnd(part).Length;
        }
        if (size == 0) return;
        int before = scratch.Parts.Count;
        scratch.Parts.Add(compared, from, size);
        // A copy has a part before it, so it goes with the separator between them.
        if (scratch.Parts.Count == before) scratch.Edit.Remove(text, start - separator, start + length);
    }
}

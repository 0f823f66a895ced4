namespace DataCuration.Filters;

/// <summary>
/// Removes paragraphs that speak of cookies and terms of use, if they are together at the start or end of a document (NeMo Curator's
/// <c>BoilerPlateStringModifier</c>). A text with "lorem ipsum" becomes empty. If all paragraphs are such, or they are elsewhere, the text stays.
/// </summary>
public sealed class NemoBoilerplateRemover : NemoModifier
{
    /// <summary>
    /// True to remove paragraphs as above, false to empty a text that has one anywhere. Default: true (there <c>remove_if_at_top_or_bottom</c>).
    /// </summary>
    public bool OnlyAtEdges { get; init; } = true;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(OnlyAtEdges), OnlyAtEdges);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch)
    {
        int count = 0, first = -1, last = -1, found = 0;
        foreach (ReadOnlySpan<byte> paragraph in new FeedParagraphs(scratch.Lower.Lower(text)))
        {
            if (paragraph.IndexOf("lorem ipsum"u8) >= 0) return default;
            if (NemoPhrases.AreIn(paragraph))
            {
                if (!OnlyAtEdges) return default;
                if (first < 0) first = count;
                last = count;
                found++;
            }
            count++;
        }
        if (found == 0 || found == count || last - first + 1 != found || (first > 0 && last < count - 1)) return text;
        var paragraphs = new FeedParagraphs(text);
        bool isFirst = true;
        for (int index = 0; paragraphs.MoveNext(); index++)
        {
            if (index >= first && index <= last) continue;
            if (!isFirst) scratch.Edit.Append("\n\n"u8);
            scratch.Edit.Append(paragraphs.Current);
            isFirst = false;
        }
        return scratch.Edit.Written;
    }
}

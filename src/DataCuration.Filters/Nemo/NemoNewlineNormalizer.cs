namespace DataCuration.Filters;

/// <summary>Shortens runs of three or more line feeds, or of carriage returns with line feeds, to two (NeMo Curator's <c>NewlineNormalizer</c>).</summary>
public sealed class NemoNewlineNormalizer : NemoModifier
{
    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch)
    {
        scratch.SecondEdit.Clear();
        return Shorten(Shorten(text, "\n"u8, scratch.Edit), "\r\n"u8, scratch.SecondEdit);
    }

    private static ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end, TextEdit edit)
    {
        for (int at = 0; at < text.Length;)
        {
            int found = text[at..].IndexOf(end);
            if (found < 0) break;
            int start = at + found;
            at = start + end.Length;
            while (text[at..].StartsWith(end)) at += end.Length;
            edit.Remove(text, start + 2 * end.Length, at);
        }
        return edit.IsEdited ? edit.Finish(text) : text;
    }
}

namespace DataCuration.LanguageModels;

/// <summary>Removes ranges of lines from a text. The kept lines are joined by line feeds.</summary>
internal static class LineRemoval
{
    /// <summary>Finds the bytes to remove.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ranges">The ranges: sorted, without overlaps or contact, all within the text.</param>
    /// <param name="removed">Receives the removed parts. The last one begins at the line feed before it if it ends the text.</param>
    public static void Find(ReadOnlySpan<byte> text, List<ProXLineRange> ranges, List<(int Start, int End)> removed)
    {
        int at = 0, line = 0;
        foreach (ProXLineRange range in ranges)
        {
            int start = Utf8Lines.Skip(text, at, range.First - line);
            int end = Utf8Lines.Skip(text, start, range.Count);
            // Without the document's last line, the line feed before it goes as well.
            if (end < 0) (start, end) = (Math.Max(0, start - 1), text.Length);
            removed.Add((start, end));
            at = end;
            line = range.Last + 1;
        }
    }

    /// <summary>Copies the parts of a text that are not removed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="removed">The removed parts, sorted.</param>
    /// <returns>The kept parts in a new array.</returns>
    public static byte[] Keep(ReadOnlySpan<byte> text, List<(int Start, int End)> removed)
    {
        int length = text.Length;
        foreach ((int start, int end) in removed) length -= end - start;
        byte[] kept = GC.AllocateUninitializedArray<byte>(length);
        int read = 0, written = 0;
        foreach ((int start, int end) in removed)
        {
            text[read..start].CopyTo(kept.AsSpan(written));
            written += start - read;
            read = end;
        }
        text[read..].CopyTo(kept.AsSpan(written));
        return kept;
    }
}

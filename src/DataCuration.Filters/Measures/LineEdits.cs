namespace DataCuration.Filters;

/// <summary>Removes lines of a text and joins the others with line feeds.</summary>
internal static class LineEdits
{
    /// <summary>Applies a rule to all lines.</summary>
    /// <returns>The text that is left; the text itself if all lines stay.</returns>
    public static ReadOnlySpan<byte> Filter<T>(ReadOnlySpan<byte> text, T rule, TextEdit edit)
        where T : struct, ILineRule
    {
        edit.Clear();
        bool isCopying = false, isFirst = true;
        var lines = new FeedLines(text);
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            if (rule.Keeps(line))
            {
                if (isCopying)
                {
                    if (!isFirst) edit.Append("\n"u8);
                    edit.Append(line);
                }
                isFirst = false;
            }
            else if (!isCopying)
            {
                isCopying = true;
                if (lines.Start > 0) edit.Append(text[..(lines.Start - 1)]); // without the line feed before this line
            }
        }
        return isCopying ? edit.Written : text;
    }
}

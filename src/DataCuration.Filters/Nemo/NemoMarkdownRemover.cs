namespace DataCuration.Filters;

/// <summary>
/// Removes Markdown's marks for bold, italic and underlined text, and keeps only the address of a link (NeMo Curator's <c>MarkdownRemover</c>), line by line.
/// An underscore inside a word is no mark.
/// </summary>
public sealed class NemoMarkdownRemover : NemoModifier
{
    private const int NotFound = -1;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
    }

    private protected override ReadOnlySpan<byte> Modify(ReadOnlySpan<byte> text, TextScratch scratch)
    {
        if (text.IndexOfAny("*_["u8) < 0) return text;
        TextEdit result = scratch.SecondEdit, edit = scratch.Edit;
        result.Clear();
        bool isFirst = true;
        foreach (ReadOnlySpan<byte> line in new FeedLines(text))
        {
            if (!isFirst) result.Append("\n"u8);
            isFirst = false;
            if (line.IndexOfAny("*_["u8) < 0)
            {
                result.Append(line);
                continue;
            }
            byte[] one = RemoveStars(line, "**"u8, edit).ToArray();
            one = RemoveStars(one, "*"u8, edit).ToArray();
            one = RemoveUnderscores(one, edit).ToArray();
            result.Append(RemoveLinks(one, edit));
        }
        return result.Written;
    }

    private static ReadOnlySpan<byte> RemoveStars(ReadOnlySpan<byte> line, ReadOnlySpan<byte> mark, TextEdit edit)
    {
        edit.Clear();
        for (int at = 0; ;)
        {
            int open = line[at..].IndexOf(mark);
            if (open < 0) break;
            int inside = at + open + mark.Length;
            int close = line[inside..].IndexOf(mark);
            if (close < 0) break;
            edit.Remove(line, at + open, inside);
            edit.Remove(line, inside + close, at = inside + close + mark.Length);
        }
        return edit.IsEdited ? edit.Finish(line) : line;
    }

    /// <summary>One or two underscores that begin a word, and the same number that ends one, with something between them.</summary>
    private static ReadOnlySpan<byte> RemoveUnderscores(ReadOnlySpan<byte> line, TextEdit edit)
    {
        edit.Clear();
        bool noneOfOne = false, noneOfTwo = false;
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] != '_' || (at > 0 && WordBoundary.IsWord(Utf8.Decode(line, Utf8.Before(line, at), out _)))) continue;
            int marks = at + 1 < line.Length && line[at + 1] == '_' ? 2 : 1;
            int close = marks == 2 && !noneOfTwo ? FindClose(line, at + 2, 2) : -1;
            if (marks == 2 && close == NotFound) noneOfTwo = true;
            if (close < 0)
            {
                marks = 1;
                close = noneOfOne ? NotFound : FindClose(line, at + 1, 1);
                if (close == NotFound) noneOfOne = true;
            }
            if (close < 0) continue;
            edit.Remove(line, at, at + marks);
            edit.Remove(line, close, close + marks);
            at = close + marks - 1;
        }
        return edit.IsEdited ? edit.Finish(line) : line;
    }

    /// <summary>
    /// Returns the offset of the closing marks; <see cref="NotFound"/> if the rest of the line has none, -2 if white space follows the opening ones.
    /// </summary>
    private static int FindClose(ReadOnlySpan<byte> line, int inside, int marks)
    {
        if (inside >= line.Length || Utf8WhiteSpace.LengthAt(line, inside) > 0) return -2;
        for (int at = Utf8.Skip(line, inside, 1); at + marks <= line.Length; at++)
        {
            if (line[at] != '_' || (marks == 2 && line[at + 1] != '_') || Utf8WhiteSpace.LengthAt(line, Utf8.Before(line, at)) > 0) continue;
            if (at + marks == line.Length || !WordBoundary.IsWord(Utf8.Decode(line, at + marks, out _))) return at;
        }
        return NotFound;
    }

    private static ReadOnlySpan<byte> RemoveLinks(ReadOnlySpan<byte> line, TextEdit edit)
    {
        edit.Clear();
        for (int at = 0; ;)
        {
            int open = line[at..].IndexOf((byte)'[');
            if (open < 0) break;
            open += at;
            int middle = line[open..].IndexOf("]("u8);
            if (middle < 0) break;
            middle += open;
            int close = line[(middle + 2)..].IndexOf((byte)')');
            if (close < 0) break;
            close += middle + 2;
            edit.Remove(line, open, middle + 2);
            edit.Remove(line, close, at = close + 1);
        }
        return edit.IsEdited ? edit.Finish(line) : line;
    }
}

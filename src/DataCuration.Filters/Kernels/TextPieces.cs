namespace DataCuration.Filters;

/// <summary>
/// A text that is put together from parts of another one and of edited lines. Parts that follow each other in the source become one, so that an unedited text
/// is one part and is not copied.
/// </summary>
internal sealed class TextPieces
{
    private (int Start, int Length)[] pieces = new (int, int)[16];
    private byte[] edits = new byte[256];
    private int count, editsUsed;

    /// <summary>Starts a new text.</summary>
    public void Clear() => count = editsUsed = 0;

    /// <summary>Appends a part of the source.</summary>
    public void Append(int start, int length)
    {
        if (length == 0) return;
        if (count > 0 && pieces[count - 1] is { Start: >= 0 } last && last.Start + last.Length == start)
        {
            pieces[count - 1].Length += length;
            return;
        }
        Add(start, length);
    }

    /// <summary>Appends a separator. If the source has the same byte after the last part, it becomes part of that.</summary>
    public void AppendSeparator(ReadOnlySpan<byte> source, byte separator)
    {
        if (count > 0 && pieces[count - 1] is { Start: >= 0 } last && last.Start + last.Length is var end && end < source.Length && source[end] == separator)
        {
            pieces[count - 1].Length++;
            return;
        }
        AppendEdit([separator]);
    }

    /// <summary>Appends bytes that are not in the source.</summary>
    public void AppendEdit(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        if (editsUsed + bytes.Length > edits.Length) Array.Resize(ref edits, Math.Max(2 * edits.Length, editsUsed + bytes.Length));
        bytes.CopyTo(edits.AsSpan(editsUsed));
        Add(~editsUsed, bytes.Length);
        editsUsed += bytes.Length;
    }

    /// <summary>Puts the text together, without white space at its ends.</summary>
    /// <param name="source">The source.</param>
    /// <returns>The text; null if it is the source itself.</returns>
    public byte[]? Build(ReadOnlySpan<byte> source)
    {
        if (count == 1 && pieces[0] is { Start: >= 0 } only)
        {
            ReadOnlySpan<byte> trimmed = Utf8.Trim(source.Slice(only.Start, only.Length));
            return trimmed.Length == source.Length ? null : trimmed.ToArray();
        }
        int total = 0;
        for (int i = 0; i < count; i++) total += pieces[i].Length;
        byte[] text = new byte[total];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            (int start, int length) = pieces[i];
            (start >= 0 ? source.Slice(start, length) : edits.AsSpan(~start, length)).CopyTo(text.AsSpan(at));
            at += length;
        }
        ReadOnlySpan<byte> result = Utf8.Trim(text);
        if (result.SequenceEqual(source)) return null;
        return result.Length == total ? text : result.ToArray();
    }

    private void Add(int start, int length)
    {
        if (count == pieces.Length) Array.Resize(ref pieces, 2 * count);
        pieces[count++] = (start, length);
    }
}

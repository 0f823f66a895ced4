namespace DataCuration.Filters;

/// <summary>Builds an edited text from stretches of the original one. Nothing is copied as long as everything is kept.</summary>
internal sealed class TextEdit
{
    private const int MaxKept = 1 << 22;
    private byte[] buffer = new byte[1024];
    private int written;
    private int from;

    /// <summary>Starts a text.</summary>
    public void Clear()
    {
        if (buffer.Length > MaxKept) buffer = new byte[1024];
        written = from = 0;
        IsEdited = false;
    }

    /// <summary>True if something was removed or inserted.</summary>
    public bool IsEdited { get; private set; }

    /// <summary>Removes a stretch. Stretches come in the order of the text.</summary>
    public void Remove(ReadOnlySpan<byte> text, int start, int end)
    {
        if (end <= start) return;
        Append(text[from..start]);
        from = end;
        IsEdited = true;
    }

    /// <summary>Replaces a stretch.</summary>
    public void Replace(ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<byte> replacement)
    {
        Append(text[from..start]);
        Append(replacement);
        from = end;
        IsEdited = true;
    }

    /// <summary>Appends a piece of an edited text that is built piece by piece.</summary>
    public void Append(ReadOnlySpan<byte> piece)
    {
        if (buffer.Length - written < piece.Length)
            Array.Resize(ref buffer, Math.Max(checked(written + piece.Length), (int)Math.Min(2L * buffer.Length, Array.MaxLength)));
        piece.CopyTo(buffer.AsSpan(written));
        written += piece.Length;
    }

    /// <summary>The edited text: the pieces, and what follows the last removed stretch.</summary>
    public ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> text)
    {
        if (!IsEdited) return text;
        Append(text[from..]);
        from = text.Length;
        return buffer.AsSpan(0, written);
    }

    /// <summary>The pieces that were appended.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, written);

    /// <summary>Returns the edited text as memory of its own; the text itself if nothing was edited.</summary>
    public ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> text) => IsEdited ? Finish(text.Span).ToArray() : text;

    /// <summary>Returns the stage's result for an edited text.</summary>
    public static StageResult ResultOf(Document document, ReadOnlyMemory<byte> text) =>
        text.Equals(document.Utf8Text) ? StageResult.Keep : StageResult.Replace(document.WithText(text));
}

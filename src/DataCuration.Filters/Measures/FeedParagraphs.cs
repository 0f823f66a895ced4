namespace DataCuration.Filters;

/// <summary>Enumerates the paragraphs of a text as Python's <c>text.split("\n\n")</c>.</summary>
internal ref struct FeedParagraphs(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int next;

    /// <summary>The current paragraph.</summary>
    public readonly ReadOnlySpan<byte> Current => text.Slice(Start, Length);

    /// <summary>The offset of the current paragraph.</summary>
    public int Start { get; private set; }

    /// <summary>The length of the current paragraph in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Moves to the next paragraph.</summary>
    public bool MoveNext()
    {
        if (next > text.Length) return false;
        Start = next;
        int feeds = text[next..].IndexOf("\n\n"u8);
        Length = feeds < 0 ? text.Length - next : feeds;
        next += Length + (feeds < 0 ? 1 : 2);
        return true;
    }

    /// <summary>Enumerates by <c>foreach</c>.</summary>
    public readonly FeedParagraphs GetEnumerator() => this;
}

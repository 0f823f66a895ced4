namespace DataCuration.Filters;

/// <summary>
/// Enumerates the lines of a text as Python's <c>text.split("\n")</c>: a text with n line feeds has n + 1 lines, an empty text has one empty line. Carriage
/// returns belong to the line.
/// </summary>
internal ref struct FeedLines(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> text = text;
    private int next;

    /// <summary>The current line without its line feed.</summary>
    public readonly ReadOnlySpan<byte> Current => text.Slice(Start, Length);

    /// <summary>The offset of the current line.</summary>
    public int Start { get; private set; }

    /// <summary>The length of the current line in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Moves to the next line.</summary>
    public bool MoveNext()
    {
        if (next > text.Length) return false;
        Start = next;
        int feed = text[next..].IndexOf((byte)'\n');
        Length = feed < 0 ? text.Length - next : feed;
        next += Length + 1;
        return true;
    }

    /// <summary>Enumerates by <c>foreach</c>.</summary>
    public readonly FeedLines GetEnumerator() => this;
}

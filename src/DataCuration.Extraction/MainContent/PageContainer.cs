namespace DataCuration.Extraction;

/// <summary>A block element and the range of blocks inside it.</summary>
internal struct PageContainer
{
    /// <summary>The node of the element.</summary>
    public int Node;

    /// <summary>The nearest enclosing block element; -1 for the root.</summary>
    public int Parent;

    /// <summary>The index of its first block.</summary>
    public int FirstBlock;

    /// <summary>The index after its last block.</summary>
    public int EndBlock;

    /// <summary>The number of enclosing block elements.</summary>
    public int Depth;

    /// <summary>The meanings of its own class and id, and of those of inline elements between it and its parent.</summary>
    public ClassWords Words;

    /// <summary>The meanings of class and id of all enclosing elements except <c>html</c> and <c>body</c>.</summary>
    public ClassWords AllWords;

    /// <summary>A hash of tag and class, equal for repeated siblings.</summary>
    public ulong Signature;

    /// <summary>The number of siblings with the same signature, including itself.</summary>
    public int Repeats;

    /// <summary>Its zero-based index among these siblings.</summary>
    public int RepeatIndex;

    /// <summary>The number of words in all these siblings.</summary>
    public int RepeatWords;

    /// <summary>The number of a list item in an ordered list, or 0. For a list, the number of its last item.</summary>
    public int Number;

    /// <summary>The tag of the element.</summary>
    public HtmlTag Tag;

    /// <summary>The kinds of elements around it, including itself.</summary>
    public PlaceFlags Places;
}

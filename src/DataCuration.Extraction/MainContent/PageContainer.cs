namespace DataCuration.Extraction;

/// <summary>A block element, with the run of blocks in it.</summary>
internal struct PageContainer
{
    /// <summary>The element.</summary>
    public int Node;

    /// <summary>The nearest block element around it; -1 for the root.</summary>
    public int Parent;

    /// <summary>The first block in it.</summary>
    public int FirstBlock;

    /// <summary>The index after the last block in it.</summary>
    public int EndBlock;

    /// <summary>How many block elements are around it.</summary>
    public int Depth;

    /// <summary>What its own class and id, and those of inline elements around it up to the parent, say.</summary>
    public ClassWords Words;

    /// <summary>What the classes and ids of all elements around it say, the page's <c>html</c> and <c>body</c> apart.</summary>
    public ClassWords AllWords;

    /// <summary>A hash of tag and class: siblings that repeat have the same.</summary>
    public ulong Signature;

    /// <summary>How many siblings have the same signature, itself included.</summary>
    public int Repeats;

    /// <summary>Which of them it is, from 0.</summary>
    public int RepeatIndex;

    /// <summary>The words of all those siblings.</summary>
    public int RepeatWords;

    /// <summary>A list item's number in an ordered list; 0 if it has none. A list's last number.</summary>
    public int Number;

    /// <summary>The element.</summary>
    public HtmlTag Tag;

    /// <summary>Where it stands, itself included.</summary>
    public PlaceFlags Places;
}

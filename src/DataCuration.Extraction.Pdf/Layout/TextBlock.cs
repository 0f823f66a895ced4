namespace DataCuration.Extraction.Pdf;

/// <summary>A paragraph, heading, list item, table or listing.</summary>
internal sealed class TextBlock
{
    /// <summary>The lines: for a paragraph those of the page, not yet joined; for other kinds the final ones.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The kind.</summary>
    public BlockKind Kind { get; init; }

    /// <summary>True if the lines are kept as lines.</summary>
    public bool KeepsLines => Kind != BlockKind.Paragraph;

    /// <summary>The font size.</summary>
    public double Size { get; init; }

    /// <summary>True if it starts a list item.</summary>
    public bool IsItem { get; init; }

    /// <summary>True if it can continue elsewhere: its last line neither ends a sentence nor is short.</summary>
    public bool IsOpen { get; set; }

    /// <summary>True if each of its rows looks like part of a heading (<see cref="HeadingSigns"/>).</summary>
    public bool MayBeHeading { get; init; }

    /// <summary>True if it is a bold line of the text's size without a number, which is a heading only in company.</summary>
    public bool IsBoldLine { get; init; }

    /// <summary>The level of a heading from 1 to 6; 0 for other text.</summary>
    public int HeadingLevel { get; set; }

    /// <summary>The lines of a listing, with their columns. Other kinds have none.</summary>
    public Listing? Listing { get; init; }

    /// <summary>The number of dots removed from it as leaders.</summary>
    public int LeaderLetters { get; set; }
}

namespace DataCuration.Extraction.Pdf;

/// <summary>A paragraph, heading, list item or table.</summary>
internal sealed class TextBlock
{
    /// <summary>The lines: for a paragraph those of the page, not yet joined; for a table the final ones.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>True if the lines are kept as lines.</summary>
    public bool IsTable { get; init; }

    /// <summary>The font size.</summary>
    public double Size { get; init; }

    /// <summary>True if it starts a list item.</summary>
    public bool IsItem { get; init; }

    /// <summary>True if it can continue elsewhere: its last line neither ends a sentence nor is short.</summary>
    public bool IsOpen { get; set; }
}

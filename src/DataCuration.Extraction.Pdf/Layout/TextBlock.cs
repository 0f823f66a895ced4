namespace DataCuration.Extraction.Pdf;

/// <summary>A paragraph, heading, list item or table.</summary>
internal sealed class TextBlock
{
    /// <summary>Its lines: of a paragraph those of the page, still to be joined; of a table the finished ones.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Whether the lines stay lines.</summary>
    public bool IsTable { get; init; }

    /// <summary>The size of its letters.</summary>
    public double Size { get; init; }

    /// <summary>Whether it begins a list item.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether it may go on elsewhere: its last line ends neither a sentence nor short.</summary>
    public bool IsOpen { get; set; }
}

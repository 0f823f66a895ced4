namespace DataCuration.Extraction.Pdf;

/// <summary>Kinds of blocks.</summary>
internal enum BlockKind
{
    /// <summary>A paragraph or list item, whose lines are joined.</summary>
    Paragraph,

    /// <summary>A table.</summary>
    Table,

    /// <summary>A listing: text in a fixed pitch, with its lines and indents.</summary>
    Listing,

    /// <summary>Lines that stay lines: entries of a table of contents, or terms above their descriptions.</summary>
    Lines,
}

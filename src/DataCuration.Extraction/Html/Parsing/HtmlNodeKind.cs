namespace DataCuration.Extraction;

/// <summary>The kind of a node.</summary>
internal enum HtmlNodeKind : byte
{
    /// <summary>An element.</summary>
    Element,

    /// <summary>Text with character references.</summary>
    Text,

    /// <summary>Text without character references: scripts, styles and CDATA sections.</summary>
    RawText,
}

namespace DataCuration.Extraction;

/// <summary>What a node of a page is.</summary>
internal enum HtmlNodeKind : byte
{
    /// <summary>An element.</summary>
    Element,

    /// <summary>Text in which character references stand for characters.</summary>
    Text,

    /// <summary>Text that is taken as it is: of scripts, styles and CDATA sections.</summary>
    RawText,
}

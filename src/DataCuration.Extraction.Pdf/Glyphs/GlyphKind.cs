namespace DataCuration.Extraction.Pdf;

/// <summary>What is special about a glyph.</summary>
[Flags]
internal enum GlyphKind
{
    /// <summary>Nothing.</summary>
    Plain = 0,

    /// <summary>Drawn in rendering mode 3 or 7: a text layer under a scan, or hidden text (ISO 32000-1, table 106).</summary>
    Invisible = 1,

    /// <summary>Marked by the file as a page's furniture: an artifact of type Pagination (ISO 32000-1, 14.8.2.2).</summary>
    Furniture = 2,
}

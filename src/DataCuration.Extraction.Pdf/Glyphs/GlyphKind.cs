namespace DataCuration.Extraction.Pdf;

/// <summary>Properties of a glyph.</summary>
[Flags]
internal enum GlyphKind
{
    /// <summary>No special property.</summary>
    Plain = 0,

    /// <summary>Drawn in rendering mode 3 or 7: a text layer under a scan, or hidden text (ISO 32000-1, table 106).</summary>
    Invisible = 1,

    /// <summary>Marked by the file as a pagination artifact, such as a page header or footer (ISO 32000-1, 14.8.2.2).</summary>
    Artifact = 2,
}

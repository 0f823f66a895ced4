namespace DataCuration.Extraction.Pdf;

/// <summary>A drawn glyph. Coordinates are points from the upper left corner of the page after rotation, with y downwards.</summary>
/// <param name="Text">The Unicode text, usually one character; empty if replacement text is on an earlier glyph.</param>
/// <param name="X">The x coordinate of the start of the baseline.</param>
/// <param name="Y">The y coordinate of the start of the baseline.</param>
/// <param name="EndX">The x coordinate of the end of the baseline: <paramref name="X"/> plus the glyph's advance.</param>
/// <param name="EndY">The y coordinate of the end of the baseline.</param>
/// <param name="Size">The font size in points, as drawn.</param>
/// <param name="Kind">The special properties.</param>
/// <param name="Font">The font; null if it is not known.</param>
internal readonly record struct PdfGlyph(string Text, double X, double Y, double EndX, double EndY, double Size, GlyphKind Kind = GlyphKind.Plain,
    FontTraits? Font = null);

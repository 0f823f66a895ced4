namespace DataCuration.Extraction.Pdf;

/// <summary>The glyphs of a page in drawing order.</summary>
/// <param name="Width">The width in points, after rotation.</param>
/// <param name="Height">The height in points, after rotation.</param>
/// <param name="Glyphs">The glyphs.</param>
/// <param name="Unmapped">The number of glyphs without a Unicode value.</param>
internal sealed record GlyphPage(double Width, double Height, IReadOnlyList<PdfGlyph> Glyphs, long Unmapped = 0);

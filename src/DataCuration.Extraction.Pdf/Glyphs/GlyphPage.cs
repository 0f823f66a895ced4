namespace DataCuration.Extraction.Pdf;

/// <summary>What a page draws, in the order of drawing.</summary>
/// <param name="Width">In points, as seen.</param>
/// <param name="Height">In points, as seen.</param>
/// <param name="Glyphs">The glyphs.</param>
/// <param name="Unmapped">How many glyphs have no Unicode value.</param>
internal sealed record GlyphPage(double Width, double Height, IReadOnlyList<PdfGlyph> Glyphs, long Unmapped = 0);

namespace DataCuration.Extraction.Pdf;

/// <summary>One drawn glyph. Coordinates are points from the page's upper left corner as it is seen, y downwards.</summary>
/// <param name="Text">Its Unicode text; usually one character, empty where replacement text stands on an earlier glyph.</param>
/// <param name="X">Where its baseline begins.</param>
/// <param name="Y">The baseline's height there.</param>
/// <param name="EndX">Where its baseline ends: <paramref name="X"/> and the glyph's advance.</param>
/// <param name="EndY">The baseline's height there.</param>
/// <param name="Size">The font's size in points, as drawn.</param>
/// <param name="Kind">What is special about it.</param>
internal readonly record struct PdfGlyph(string Text, double X, double Y, double EndX, double EndY, double Size, GlyphKind Kind = GlyphKind.Plain);

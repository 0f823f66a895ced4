using UglyToad.PdfPig.PdfFonts;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// A simple font (ISO 32000-1, 9.6: one byte per code) with widths from the font dictionary. PdfPig executes the outline of a glyph for its bounding box
/// whenever its width is requested, but text needs only the width. Codes without a width in the dictionary use PdfPig's.
/// </summary>
/// <param name="font">PdfPig's font.</param>
/// <param name="traits">The traits of the font.</param>
/// <param name="firstChar">The code of the first width.</param>
/// <param name="widths">The widths, in thousandths of the font size.</param>
internal sealed class SimpleFont(IFont font, FontTraits traits, int firstChar, double[] widths)
{
    private readonly double[] known = Filled(double.NaN);
    private readonly string?[] texts = new string?[256];

    /// <summary>The traits of the font.</summary>
    public FontTraits Traits => traits;

    /// <summary>Gets the advance of a code, in units of the font size.</summary>
    public double Width(byte code)
    {
        double width = known[code];
        // NaN means unknown; it is requested each time.
        if (!double.IsNaN(width)) return width;
        int index = code - firstChar;
        return known[code] = (uint)index < (uint)widths.Length ? widths[index] / 1000 : font.GetBoundingBox(code).Width;
    }

    /// <summary>Gets the Unicode text of a code, or the code as a character if the font has no mapping, as PdfPig does.</summary>
    public string Text(byte code) => texts[code] ??= font.TryGetUnicode(code, out string? text) && text is not null ? text : ((char)code).ToString();

    private static double[] Filled(double value)
    {
        var result = new double[256];
        result.AsSpan().Fill(value);
        return result;
    }
}

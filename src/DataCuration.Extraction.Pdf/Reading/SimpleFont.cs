using UglyToad.PdfPig.PdfFonts;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// A simple font (ISO 32000-1, 9.6: one byte a code) whose widths come from the font dictionary. PdfPig runs a glyph's outline program for its box whenever it is asked for its width;
/// text needs the width alone. Codes that the dictionary gives no width get PdfPig's.
/// </summary>
/// <param name="font">PdfPig's font.</param>
/// <param name="firstChar">The code of the first width.</param>
/// <param name="widths">The widths, in thousandths of the size.</param>
internal sealed class SimpleFont(IFont font, int firstChar, double[] widths)
{
    private readonly double[] known = Filled(double.NaN);
    private readonly string?[] texts = new string?[256];

    /// <summary>A code's advance, in units of the size.</summary>
    public double Width(byte code)
    {
        double width = known[code];
        // What is no number stays unknown, and is asked for each time.
        if (!double.IsNaN(width)) return width;
        int index = code - firstChar;
        return known[code] = (uint)index < (uint)widths.Length ? widths[index] / 1000 : font.GetBoundingBox(code).Width;
    }

    /// <summary>A code's Unicode text; the code as a character where the font has none, as PdfPig does.</summary>
    public string Text(byte code) => texts[code] ??= font.TryGetUnicode(code, out string? text) && text is not null ? text : ((char)code).ToString();

    private static double[] Filled(double value)
    {
        var result = new double[256];
        result.AsSpan().Fill(value);
        return result;
    }
}

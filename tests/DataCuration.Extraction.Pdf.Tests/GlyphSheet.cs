namespace DataCuration.Extraction.Pdf.Tests;

/// <summary>A page of hand-placed glyphs, in a font whose letters are half as wide as they are high.</summary>
internal sealed class GlyphSheet(double width = 600, double height = 800)
{
    /// <summary>A font with a fixed pitch of 0.6 of the size.</summary>
    public static readonly FontTraits Fixed = Make(isFlagged: true, isBold: false);

    /// <summary>A bold font of running text.</summary>
    public static readonly FontTraits Bold = Make(isFlagged: false, isBold: true);

    private readonly List<PdfGlyph> glyphs = [];

    /// <summary>The number of letters so far, without spaces.</summary>
    public int Letters { get; private set; }

    /// <summary>Writes a line. A space advances the position and is drawn only on request.</summary>
    public GlyphSheet Write(double x, double y, string text, double size = 10, double tracking = 0, bool drawSpaces = false,
        GlyphKind kind = GlyphKind.Plain, double space = 0.25, FontTraits? font = null)
    {
        foreach (char c in text)
        {
            double advance = (c == ' ' ? space : 0.5) * size;
            if (c != ' ' || drawSpaces) Add(new PdfGlyph(c.ToString(), x, y, x + advance, y, size, kind, font));
            x += advance + tracking;
        }
        return this;
    }

    /// <summary>Writes lines of code below each other, 12 points apart. Spaces are gaps.</summary>
    public GlyphSheet Code(double x, double y, params string[] lines) => CodeOf(Fixed, x, y, 10, lines);

    /// <summary>Writes lines of code in a font and size.</summary>
    public GlyphSheet CodeOf(FontTraits font, double x, double y, double size, params string[] lines)
    {
        for (int row = 0; row < lines.Length; row++)
        {
            for (int i = 0; i < lines[row].Length; i++)
            {
                double left = x + 0.6 * size * i, baseline = y + 1.2 * size * row;
                if (lines[row][i] != ' ') Add(new PdfGlyph(lines[row][i].ToString(), left, baseline, left + 0.6 * size, baseline, size, Font: font));
            }
        }
        return this;
    }

    /// <summary>Writes a line in a direction: up (1), upside down to the left (2), down (3) or at 45 degrees (4).</summary>
    public GlyphSheet WriteTurned(int turn, double x, double y, string text, double size = 10)
    {
        (double dx, double dy) = turn switch { 1 => (0.0, -1.0), 2 => (-1.0, 0.0), 3 => (0.0, 1.0), _ => (0.7, -0.7) };
        foreach (char c in text)
        {
            double advance = (c == ' ' ? 0.25 : 0.5) * size;
            if (c != ' ') Add(new PdfGlyph(c.ToString(), x, y, x + advance * dx, y + advance * dy, size));
            x += advance * dx;
            y += advance * dy;
        }
        return this;
    }

    /// <summary>Adds a glyph.</summary>
    public GlyphSheet Add(PdfGlyph glyph)
    {
        glyphs.Add(glyph);
        if (!string.IsNullOrWhiteSpace(glyph.Text)) Letters += glyph.Text.Length;
        return this;
    }

    /// <summary>Writes lines below each other.</summary>
    public GlyphSheet Lines(double x, double y, double pitch, params string[] lines)
    {
        foreach (string line in lines)
        {
            Write(x, y, line);
            y += pitch;
        }
        return this;
    }

    /// <summary>The page as the reader provides it.</summary>
    public GlyphPage Page() => new(width, height, glyphs);

    /// <summary>The layout of the page.</summary>
    public PageLayout Layout() => new PageLayoutBuilder().Build(Page());

    /// <summary>Assembles the text of a document from these pages.</summary>
    public static AssembledText Assemble(PdfExtractorOptions? options, params GlyphSheet[] pages) =>
        TextAssembler.Assemble([.. pages.Select(page => page.Layout())], options ?? new PdfExtractorOptions());

    private static FontTraits Make(bool isFlagged, bool isBold)
    {
        var font = new FontTraits(isFlagged, isBold);
        font.Add("a", 0.6);
        return font;
    }

    /// <summary>Assembles the text of a document with only this page.</summary>
    public string Text(PdfExtractorOptions? options = null) => Assemble(options, this).Text;
}

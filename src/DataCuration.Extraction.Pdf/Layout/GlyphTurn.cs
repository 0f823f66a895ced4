namespace DataCuration.Extraction.Pdf;

/// <summary>Reading directions: how a glyph's baseline runs, and how to turn a page so that it runs to the right.</summary>
internal static class GlyphTurn
{
    /// <summary>Neither along an edge of the page nor close to it: watermarks, curved text.</summary>
    public const int Askew = 4;

    /// <summary>The direction: 0 to the right, 1 up, 2 upside down to the left, 3 down, or <see cref="Askew"/>.</summary>
    /// <param name="glyph">The glyph; one without an advance counts as upright.</param>
    public static int Of(in PdfGlyph glyph)
    {
        double dx = glyph.EndX - glyph.X, dy = glyph.EndY - glyph.Y;
        double along = Math.Abs(dx), across = Math.Abs(dy);
        if (across <= 0.1 * along || along + across == 0) return dx < 0 ? 2 : 0;
        if (along <= 0.1 * across) return dy < 0 ? 1 : 3;
        return Askew;
    }

    /// <summary>A glyph as it stands when the page is turned so that its direction runs to the right.</summary>
    /// <param name="glyph">The glyph.</param>
    /// <param name="turn">The direction; not <see cref="Askew"/>.</param>
    /// <param name="width">The page's width before the turn.</param>
    /// <param name="height">Its height before the turn.</param>
    public static PdfGlyph Upright(in PdfGlyph glyph, int turn, double width, double height) => turn switch
    {
        1 => glyph with { X = height - glyph.Y, Y = glyph.X, EndX = height - glyph.EndY, EndY = glyph.EndX },
        2 => glyph with { X = width - glyph.X, Y = height - glyph.Y, EndX = width - glyph.EndX, EndY = height - glyph.EndY },
        3 => glyph with { X = glyph.Y, Y = width - glyph.X, EndX = glyph.EndY, EndY = width - glyph.EndX },
        _ => glyph,
    };
}

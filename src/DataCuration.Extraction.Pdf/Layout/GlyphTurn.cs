namespace DataCuration.Extraction.Pdf;

/// <summary>Reading directions of glyphs, and rotation of a page so that its text runs to the right.</summary>
internal static class GlyphTurn
{
    /// <summary>Not close to any of the four directions: watermarks, curved text.</summary>
    public const int Askew = 4;

    /// <summary>Gets the direction: 0 right, 1 up, 2 left (upside down), 3 down, or <see cref="Askew"/>.</summary>
    /// <param name="glyph">The glyph. Without an advance it counts as upright.</param>
    public static int Of(in PdfGlyph glyph)
    {
        double dx = glyph.EndX - glyph.X, dy = glyph.EndY - glyph.Y;
        double along = Math.Abs(dx), across = Math.Abs(dy);
        if (across <= 0.1 * along || along + across == 0) return dx < 0 ? 2 : 0;
        if (along <= 0.1 * across) return dy < 0 ? 1 : 3;
        return Askew;
    }

    /// <summary>Gets the glyph on the page rotated so that its direction becomes right.</summary>
    /// <param name="glyph">The glyph.</param>
    /// <param name="turn">The direction; not <see cref="Askew"/>.</param>
    /// <param name="width">The width of the page before rotation.</param>
    /// <param name="height">The height of the page before rotation.</param>
    public static PdfGlyph Upright(in PdfGlyph glyph, int turn, double width, double height) => turn switch
    {
        1 => glyph with { X = height - glyph.Y, Y = glyph.X, EndX = height - glyph.EndY, EndY = glyph.EndX },
        2 => glyph with { X = width - glyph.X, Y = height - glyph.Y, EndX = width - glyph.EndX, EndY = height - glyph.EndY },
        3 => glyph with { X = glyph.Y, Y = width - glyph.X, EndX = glyph.EndY, EndY = width - glyph.EndX },
        _ => glyph,
    };
}

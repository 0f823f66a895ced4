namespace DataCuration.Extraction.Pdf;

/// <summary>Builds the layout of a page from its glyphs. One instance per document. Not thread-safe.</summary>
internal sealed class PageLayoutBuilder
{
    private readonly OverprintIndex overprints = new();
    private readonly FragmentBuilder fragments = new();

    /// <summary>Builds the layout of a page.</summary>
    /// <param name="page">The glyphs of the page.</param>
    public PageLayout Build(GlyphPage page)
    {
        int main = MainTurn(page.Glyphs, out bool useInvisible);
        bool swap = main is 1 or 3;
        double width = swap ? page.Height : page.Width, height = swap ? page.Width : page.Height;
        var upright = new List<PdfGlyph>(page.Glyphs.Count);
        List<PdfGlyph>? turned = null;
        long hidden = 0;
        overprints.Begin(page.Glyphs.Count);
        foreach (PdfGlyph glyph in page.Glyphs)
        {
            int turn = GlyphTurn.Of(glyph);
            bool isBlank = string.IsNullOrWhiteSpace(glyph.Text);
            // A tenth of a point is below any legible size. Spaces have no shape and may be smaller.
            if ((glyph.Kind.HasFlag(GlyphKind.Invisible) && !useInvisible) || IsOutside(glyph, page)
                || (turn == GlyphTurn.Askew && !isBlank) || glyph.Size < 0.1)
            {
                hidden += TextCleaning.CountLetters(glyph.Text);
                continue;
            }
            if (turn != main && !isBlank)
            {
                (turned ??= []).Add(glyph);
                continue;
            }
            // Fonts of text layers have no shapes, and often one width for all letters.
            PdfGlyph seen = useInvisible ? glyph with { Font = null } : glyph;
            upright.Add(main == 0 ? seen : GlyphTurn.Upright(seen, main, page.Width, page.Height));
            if (isBlank || !overprints.IsDrawnAgain(upright, upright.Count - 1)) continue;
            hidden += TextCleaning.CountLetters(glyph.Text);
            upright.RemoveAt(upright.Count - 1);
        }
        List<TextFragment> made = fragments.Build(upright);
        var sideways = new List<string>();
        if (turned is not null) hidden += AddTurned(page, turned, main, made, sideways);
        if (RunsToTheLeft(made)) made = made.ConvertAll(fragment => fragment.Mirror(width));
        long letters = made.Sum(fragment => (long)fragment.Letters) + sideways.Sum(line => (long)TextCleaning.CountLetters(line));
        return new PageLayout
        {
            Width = width,
            Height = height,
            Fragments = made,
            Turned = sideways,
            IsScan = useInvisible,
            Letters = letters,
            Hidden = hidden,
            Unmapped = page.Unmapped
        };
    }

    /// <summary>Returns true if most letters of a page run from right to left.</summary>
    private static bool RunsToTheLeft(List<TextFragment> fragments)
    {
        // Most pages have no such letters and are not counted.
        if (!fragments.Exists(static fragment => RightToLeft.IsIn(fragment.Text))) return false;
        long balance = 0;
        foreach (TextFragment fragment in fragments) balance += RightToLeft.Balance(fragment.Text);
        return balance > 0;
    }

    /// <summary>Gets the direction of most letters. Invisible letters count only if they are the page's text: the text layer of a scan.</summary>
    private static int MainTurn(IReadOnlyList<PdfGlyph> glyphs, out bool useInvisible)
    {
        Span<int> turns = stackalloc int[10];
        turns.Clear();
        int invisible = 0, visible = 0;
        foreach (PdfGlyph glyph in glyphs)
        {
            if (string.IsNullOrWhiteSpace(glyph.Text)) continue;
            bool isInvisible = glyph.Kind.HasFlag(GlyphKind.Invisible);
            if (isInvisible) invisible++;
            else visible++;
            turns[GlyphTurn.Of(glyph) + (isInvisible ? 5 : 0)]++;
        }
        useInvisible = invisible > visible;
        int best = 0;
        for (int turn = 0; turn < GlyphTurn.Askew; turn++)
            if (Count(turns, turn, useInvisible) > Count(turns, best, useInvisible)) best = turn;
        return best;

        static int Count(ReadOnlySpan<int> turns, int turn, bool all) => turns[turn] + (all ? turns[turn + 5] : 0);
    }

    /// <summary>Returns true if a glyph is further outside the page than letters that extend over the edge.</summary>
    private static bool IsOutside(in PdfGlyph glyph, GlyphPage page)
    {
        double slack = Math.Max(2, glyph.Size);
        return Math.Max(glyph.X, glyph.EndX) < -slack || Math.Min(glyph.X, glyph.EndX) > page.Width + slack
            || glyph.Y < -slack || glyph.Y > page.Height + slack;
    }

    /// <summary>Keeps rotated text among the main text as separate lines. Rotated text beside it is a stamp in the margin.</summary>
    /// <returns>The number of omitted letters.</returns>
    private long AddTurned(GlyphPage page, List<PdfGlyph> turned, int main, List<TextFragment> body, List<string> lines)
    {
        long hidden = 0;
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue;
        foreach (TextFragment fragment in body)
        {
            left = Math.Min(left, fragment.Left);
            right = Math.Max(right, fragment.Right);
            top = Math.Min(top, fragment.Top);
            bottom = Math.Max(bottom, fragment.Bottom);
        }
        for (int turn = 0; turn < GlyphTurn.Askew; turn++)
        {
            if (turn == main) continue;
            var group = new List<PdfGlyph>();
            foreach (PdfGlyph glyph in turned)
            {
                if (GlyphTurn.Of(glyph) != turn) continue;
                PdfGlyph seen = GlyphTurn.Upright(glyph, main, page.Width, page.Height);
                if (seen.X < left || seen.X > right || seen.Y < top || seen.Y > bottom) hidden += TextCleaning.CountLetters(glyph.Text);
                else group.Add(GlyphTurn.Upright(glyph, turn, page.Width, page.Height));
            }
            foreach (TextRow row in TextRow.Group(fragments.Build(group))) lines.Add(row.Text());
        }
        return hidden;
    }
}

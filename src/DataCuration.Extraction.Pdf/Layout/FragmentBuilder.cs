using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Follows the glyphs in the order of drawing and cuts them into fragments and words. The gaps decide, in units of the letters' size: some fonts draw no space at
/// all, others have spaces of no width. Linear in the number of glyphs, apart from the sorting of each fragment's gaps.
/// </summary>
internal sealed class FragmentBuilder
{
    /// <summary>A wider gap, in ems, ends the fragment: gutters between columns and cells are at least as wide; the spaces of justified lines may be wider, and rows put them together again.</summary>
    private const double FragmentGap = 0.75;

    /// <summary>Overlap, in ems, beyond which a glyph does not follow its predecessor.</summary>
    private const double MaxOverlap = 0.5;

    /// <summary>Baselines that differ by less, in ems, are one.</summary>
    private const double SameBaseline = 0.12;

    /// <summary>How far, in ems of the larger letter, superscripts and subscripts may stand from the baseline.</summary>
    private const double ScriptShift = 0.62;

    /// <summary>Scripts have 0.5 to 0.8 of the size; what is smaller stands beside an initial.</summary>
    private const double MinScript = 0.48;

    /// <summary>The least space between words, in ems, beyond the letters' own spacing. Typesetters shrink spaces to 0.2 em; kerning stays below 0.1.</summary>
    private const double WordGap = 0.13;

    /// <summary>From this many gaps on, the spacing of letters (tracking) is measured by their lower quartile.</summary>
    private const int GapsForTracking = 8;

    /// <summary>A fragment is cut at this length, so that hostile pages cannot make one of unbounded size.</summary>
    private const int MaxGlyphs = 20_000;

    private readonly List<PdfGlyph> run = [];
    private readonly List<bool> spaceBefore = [];
    private readonly List<double> gaps = [];
    private readonly StringBuilder text = new();
    private List<TextFragment> made = [];

    /// <summary>Makes the fragments.</summary>
    /// <param name="glyphs">A page's glyphs, all upright.</param>
    public List<TextFragment> Build(List<PdfGlyph> glyphs)
    {
        made = [];
        run.Clear();
        spaceBefore.Clear();
        bool pendingSpace = false;
        double baseline = 0, size = 0;
        foreach (PdfGlyph raw in glyphs)
        {
            string value = TextCleaning.Expand(raw.Text);
            if (value.Length == 0)
            {
                // Replaced by an earlier glyph's text, or without a shape: its place belongs to the letter before.
                if (run.Count > 0 && Follows(raw, run[^1], baseline, size)) run[^1] = run[^1] with { EndX = Math.Max(run[^1].EndX, raw.EndX) };
                continue;
            }
            if (string.IsNullOrWhiteSpace(value))
            {
                pendingSpace = true;
                continue;
            }
            PdfGlyph glyph = raw with { Text = value };
            if (run.Count > 0 && TryCompose(glyph)) continue;
            if (run.Count > 0 && (run.Count >= MaxGlyphs || !Follows(glyph, run[^1], baseline, size)))
            {
                Flush(pendingSpace);
                size = 0;
            }
            if (glyph.Size > 1.1 * size)
            {
                size = glyph.Size;
                baseline = glyph.Y;
            }
            run.Add(glyph);
            spaceBefore.Add(pendingSpace || value[0] == ' ');
            pendingSpace = value[^1] == ' ';
        }
        if (run.Count > 0) Flush(pendingSpace);
        return made;
    }

    private static bool Follows(in PdfGlyph glyph, in PdfGlyph last, double baseline, double size)
    {
        double em = Math.Max(glyph.Size, last.Size), gap = glyph.X - last.EndX, shift = Math.Abs(glyph.Y - baseline);
        if (gap < -MaxOverlap * em || gap > FragmentGap * em) return false;
        if (glyph.Kind != last.Kind) return false;
        if (shift <= SameBaseline * em) return true;
        // A script is smaller than what it stands on, and close to it.
        return shift <= ScriptShift * Math.Max(size, glyph.Size) && gap < 0.35 * em && Math.Min(size, glyph.Size) / Math.Max(size, glyph.Size) is <= 0.9 and >= MinScript
            || (Math.Abs(glyph.Y - last.Y) <= SameBaseline * em && shift <= ScriptShift * size);
    }

    /// <summary>Accents drawn over letters, before or after them.</summary>
    private bool TryCompose(in PdfGlyph glyph)
    {
        PdfGlyph last = run[^1];
        char lastMark = Accents.CombiningMark(last.Text), mark = Accents.CombiningMark(glyph.Text);
        if (lastMark == '\0' && mark == '\0') return false;
        PdfGlyph accent = lastMark != '\0' ? last : glyph, letter = lastMark != '\0' ? glyph : last;
        double middle = (accent.X + accent.EndX) / 2, slack = 0.1 * letter.Size;
        if (middle < letter.X - slack || middle > letter.EndX + slack || Math.Abs(accent.Y - letter.Y) > 0.6 * letter.Size) return false;
        if (Accents.Compose(letter.Text, lastMark != '\0' ? lastMark : mark) is not { } composed) return false;
        run[^1] = letter with { Text = composed };
        return true;
    }

    private void Flush(bool spaceAfter)
    {
        double em = 0, baseline = 0, left = double.MaxValue, right = double.MinValue;
        bool isFurniture = true;
        foreach (PdfGlyph glyph in run)
        {
            if (glyph.Size > 1.1 * em)
            {
                em = glyph.Size;
                baseline = glyph.Y;
            }
            left = Math.Min(left, Math.Min(glyph.X, glyph.EndX));
            right = Math.Max(right, Math.Max(glyph.X, glyph.EndX));
            isFurniture &= glyph.Kind.HasFlag(GlyphKind.Furniture);
        }
        double wordGap = Tracking(em) + WordGap * em;
        text.Clear();
        for (int i = 0; i < run.Count; i++)
        {
            PdfGlyph glyph = run[i];
            if (i > 0 && IsSpace(run[i - 1], glyph, spaceBefore[i], wordGap, em) && text.Length > 0 && text[^1] != ' ') text.Append(' ');
            foreach (char c in RightToLeft.ToVisual(glyph.Text))
                if (c != ' ' || (text.Length > 0 && text[^1] != ' ')) text.Append(c);
        }
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        string value = text.ToString();
        if (value.Length > 0)
        {
            made.Add(new TextFragment
            {
                Text = value,
                Left = left,
                Right = right,
                Baseline = baseline,
                Size = em,
                Letters = TextCleaning.CountLetters(value),
                IsFurniture = isFurniture,
                HasSpaceBefore = spaceBefore[0],
                HasSpaceAfter = spaceAfter,
                WordGap = wordGap,
            });
        }
        run.Clear();
        spaceBefore.Clear();
    }

    private static bool IsSpace(in PdfGlyph last, in PdfGlyph glyph, bool drawn, double wordGap, double em)
    {
        double gap = glyph.X - last.EndX;
        // Next to small letters a small gap says more: the size of the pair counts, not of the fragment.
        double scale = em > 0 ? Math.Max(last.Size, glyph.Size) / em : 1;
        return drawn ? gap > -0.3 * em : gap > wordGap * Math.Min(1, scale);
    }

    /// <summary>How far letters are spaced apart: the lower quartile of the gaps without a drawn space; most gaps are inside words.</summary>
    private double Tracking(double em)
    {
        gaps.Clear();
        for (int i = 1; i < run.Count; i++)
            if (!spaceBefore[i]) gaps.Add(run[i].X - run[i - 1].EndX);
        if (gaps.Count < GapsForTracking) return 0;
        gaps.Sort();
        return Math.Clamp(gaps[gaps.Count / 4], 0, 0.5 * em);
    }
}

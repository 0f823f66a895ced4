using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Groups glyphs, in drawing order, into fragments and words. Word boundaries come from gaps relative to the font size, since some fonts draw no spaces and
/// others have spaces of zero width. Linear in the number of glyphs, apart from sorting the gaps of each fragment.
/// </summary>
internal sealed class FragmentBuilder
{
    /// <summary>
    /// The gap that ends a fragment, in ems. Gutters and cell gaps are at least this wide. Spaces in justified lines may be wider; such fragments are joined
    /// again into rows.
    /// </summary>
    private const double FragmentGap = 0.75;

    /// <summary>The overlap beyond which a glyph does not continue its predecessor, in ems.</summary>
    private const double MaxOverlap = 0.5;

    /// <summary>The maximum difference between equal baselines, in ems.</summary>
    private const double SameBaseline = 0.12;

    /// <summary>The maximum distance of superscripts and subscripts from the baseline, in ems of the larger letter.</summary>
    private const double ScriptShift = 0.62;

    /// <summary>The minimum relative size of scripts, which have 0.5 to 0.8 of the size. Smaller text is next to an initial.</summary>
    private const double MinScript = 0.48;

    /// <summary>The minimum space between words, in ems, beyond the letter spacing. Typesetters shrink spaces to 0.2 em; kerning stays below 0.1.</summary>
    private const double WordGap = 0.13;

    /// <summary>The minimum number of gaps for measuring letter spacing (tracking) by their lower quartile.</summary>
    private const int GapsForTracking = 8;

    /// <summary>The maximum number of digits of a line number.</summary>
    private const int MaxDigits = 5;

    /// <summary>The maximum number of fonts that are counted in a fragment. It bounds the work on hostile pages.</summary>
    private const int MaxFonts = 8;

    /// <summary>The maximum number of glyphs in a fragment. It bounds the fragments of hostile pages.</summary>
    private const int MaxGlyphs = 20_000;

    private readonly List<PdfGlyph> run = [];
    private readonly List<bool> spaceBefore = [];
    private readonly List<double> gaps = [];
    private readonly StringBuilder text = new();
    private readonly List<float> places = [];
    private readonly List<FontLetters> fonts = [];
    private List<TextFragment> made = [];

    /// <summary>Builds the fragments.</summary>
    /// <param name="glyphs">The glyphs of a page, all upright.</param>
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
                // Glyphs replaced by an earlier glyph's text, or without a shape, extend the letter before.
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
            if (run.Count > 0 && (run.Count >= MaxGlyphs || !Follows(glyph, run[^1], baseline, size) || IsAfterNumber(glyph)))
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
        // A script is smaller than its base, and close to it.
        return shift <= ScriptShift * Math.Max(size, glyph.Size) && gap < 0.35 * em
            && Math.Min(size, glyph.Size) / Math.Max(size, glyph.Size) is <= 0.9 and >= MinScript
            || (Math.Abs(glyph.Y - last.Y) <= SameBaseline * em && shift <= ScriptShift * size);
    }

    /// <summary>Returns true if a letter begins the text after a smaller number: a line number, or the number of a footnote.</summary>
    private bool IsAfterNumber(in PdfGlyph glyph)
    {
        PdfGlyph last = run[^1];
        if (run.Count > MaxDigits || last.Size > 0.9 * glyph.Size || glyph.X - last.EndX < 0.25 * glyph.Size) return false;
        foreach (PdfGlyph digit in run)
            if (digit.Text.Length != 1 || !char.IsAsciiDigit(digit.Text[0])) return false;
        return true;
    }

    /// <summary>Composes accents drawn over letters, before or after them.</summary>
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
        bool isArtifact = true;
        foreach (PdfGlyph glyph in run)
        {
            if (glyph.Size > 1.1 * em)
            {
                em = glyph.Size;
                baseline = glyph.Y;
            }
            left = Math.Min(left, Math.Min(glyph.X, glyph.EndX));
            right = Math.Max(right, Math.Max(glyph.X, glyph.EndX));
            isArtifact &= glyph.Kind.HasFlag(GlyphKind.Artifact);
        }
        double wordGap = Tracking(em) + WordGap * em, advance = CountFonts();
        bool isPlaced = advance > 0;
        text.Clear();
        places.Clear();
        for (int i = 0; i < run.Count; i++)
        {
            PdfGlyph glyph = run[i];
            if (i > 0 && IsSpace(run[i - 1], glyph, spaceBefore[i], wordGap, em) && text.Length > 0 && text[^1] != ' ') Append(' ', float.NaN);
            foreach (char c in RightToLeft.ToVisual(glyph.Text))
                if (c != ' ' || (text.Length > 0 && text[^1] != ' ')) Append(c, (float)glyph.X);
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
                IsArtifact = isArtifact,
                HasSpaceBefore = spaceBefore[0],
                HasSpaceAfter = spaceAfter,
                WordGap = wordGap,
                Fonts = fonts.Count == 0 ? [] : [.. fonts],
                Places = isPlaced ? [.. CollectionsMarshal.AsSpan(places)[..value.Length]] : null,
                Advance = advance,
            });
        }
        run.Clear();
        spaceBefore.Clear();

        void Append(char c, float place)
        {
            text.Append(c);
            if (isPlaced) places.Add(c == ' ' ? float.NaN : place);
        }
    }

    /// <summary>Counts the letters of each font.</summary>
    /// <returns>The width of a letter if half of the letters may have a fixed pitch; otherwise 0.</returns>
    private double CountFonts()
    {
        fonts.Clear();
        int letters = 0, maybe = 0;
        double advance = 0;
        foreach (PdfGlyph glyph in run)
        {
            letters++;
            if (glyph.Font is null || WideLetters.Contains(glyph.Text[0])) continue;
            if (glyph.Font.MayBeFixed)
            {
                maybe++;
                if (advance == 0) advance = glyph.EndX - glyph.X;
            }
            int count = TextCleaning.CountLetters(glyph.Text), index = fonts.Count - 1;
            while (index >= 0 && !ReferenceEquals(fonts[index].Font, glyph.Font)) index--;
            if (index >= 0) fonts[index] = fonts[index] with { Letters = fonts[index].Letters + count };
            else if (fonts.Count < MaxFonts) fonts.Add(new(glyph.Font, count));
        }
        return 2 * maybe >= letters && advance > 0 ? advance : 0;
    }

    private static bool IsSpace(in PdfGlyph last, in PdfGlyph glyph, bool drawn, double wordGap, double em)
    {
        double gap = glyph.X - last.EndX;
        // Between small letters a small gap matters more, so the size of the pair is used instead of the fragment's.
        double scale = em > 0 ? Math.Max(last.Size, glyph.Size) / em : 1;
        return drawn ? gap > -0.3 * em : gap > wordGap * Math.Min(1, scale);
    }

    /// <summary>Gets the letter spacing: the lower quartile of the gaps without a drawn space. Most gaps are inside words.</summary>
    private double Tracking(double em)
    {
        gaps.Clear();
        for (int i = 1; i < run.Count; i++)
        {
            // The dots of a leader have their own distance.
            if (!spaceBefore[i] && !(run[i].Text == "." && run[i - 1].Text == ".")) gaps.Add(run[i].X - run[i - 1].EndX);
        }
        if (gaps.Count < GapsForTracking) return 0;
        gaps.Sort();
        return Math.Clamp(gaps[gaps.Count / 4], 0, 0.5 * em);
    }
}

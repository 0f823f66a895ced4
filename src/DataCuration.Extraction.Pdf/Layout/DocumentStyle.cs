namespace DataCuration.Extraction.Pdf;

/// <summary>The usual text of a document: its size, and whether it is bold or has a fixed pitch.</summary>
internal sealed class DocumentStyle
{
    /// <summary>The steps, per point, in which sizes are counted.</summary>
    private const double Steps = 10;

    /// <summary>The largest size that is counted by itself, in points.</summary>
    private const double MaxSize = 500;

    /// <summary>The share of letters with a fixed pitch from which the running text has it too: typescripts, and programs that were printed.</summary>
    private const double TypescriptShare = 0.85;

    private DocumentStyle(double size, bool isBold, bool isTypescript) => (Size, IsBold, IsTypescript) = (size, isBold, isTypescript);

    /// <summary>The style of text whose sizes mean nothing, such as the text layer of a scan: nothing in it is a heading.</summary>
    public static DocumentStyle Unknown { get; } = new(double.MaxValue, true, false);

    /// <summary>The size of most letters in running text, in points.</summary>
    public double Size { get; }

    /// <summary>True if most letters of that size are bold, so that bold letters mean nothing.</summary>
    public bool IsBold { get; }

    /// <summary>True if the running text has a fixed pitch, so that a fixed pitch means nothing.</summary>
    public bool IsTypescript { get; }

    /// <summary>Measures a document.</summary>
    /// <param name="pages">The pages; null for unreadable ones.</param>
    /// <param name="running">The fragments of headers and footers.</param>
    public static DocumentStyle Measure(IReadOnlyList<PageLayout?> pages, IReadOnlySet<TextFragment> running)
    {
        var counts = new long[(int)(MaxSize * Steps) + 1];
        var bold = new long[counts.Length];
        var fixedCounts = new long[counts.Length];
        long letters = 0, fixedLetters = 0;
        foreach (PageLayout? page in pages)
        {
            if (page is null) continue;
            foreach (TextFragment fragment in page.Fragments)
            {
                if (running.Contains(fragment)) continue;
                int size = Step(fragment.Size), inFixed = fragment.FixedLetters;
                letters += fragment.Letters;
                fixedLetters += inFixed;
                counts[size] += fragment.Letters - inFixed;
                fixedCounts[size] += inFixed;
                bold[size] += fragment.BoldLetters;
            }
        }
        bool isTypescript = letters > 0 && fixedLetters >= TypescriptShare * letters;
        if (isTypescript)
            for (int i = 0; i < counts.Length; i++) counts[i] += fixedCounts[i];
        // Sizes that differ by rounding are one size.
        int best = 0;
        long most = 0;
        for (int i = 1; i + 1 < counts.Length; i++)
        {
            long near = counts[i - 1] + 2 * counts[i] + counts[i + 1];
            if (near > most) (best, most) = (i, near);
        }
        return most == 0 ? Unknown : new DocumentStyle(best / Steps, bold[best] > 0.6 * Math.Max(1, counts[best]), isTypescript);
    }

    private static int Step(double size) => (int)Math.Round(Math.Clamp(size, 0, MaxSize) * Steps);
}

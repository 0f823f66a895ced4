namespace DataCuration.Extraction.Pdf;

/// <summary>Decides by size, weight and number whether a row or block looks like a heading.</summary>
internal static class HeadingSigns
{
    /// <summary>The minimum size of headings relative to the text.</summary>
    private const double MinSize = 1.12;

    /// <summary>The same for bold headings.</summary>
    private const double MinBoldSize = 1.04;

    /// <summary>The same for bold headings with a number.</summary>
    private const double MinNumberedSize = 0.95;

    /// <summary>The maximum number of rows of a heading.</summary>
    private const int MaxRows = 4;

    /// <summary>The maximum number of letters of a heading.</summary>
    private const int MaxLetters = 200;

    /// <summary>The minimum gap inside a row, in ems, that no heading has, except after its number.</summary>
    private const double MaxGap = 2.2;

    /// <summary>The maximum number of letters of a bold line of the text's size.</summary>
    private const int MaxBoldLetters = 60;

    /// <summary>
    /// Returns true for a bold line of the text's size with space around it: a short row at the left edge, with space above it and other text below.
    /// </summary>
    /// <param name="rows">The rows of the region.</param>
    /// <param name="index">The index of the row.</param>
    /// <param name="margins">The margins of the region.</param>
    /// <param name="style">The style of the document.</param>
    public static bool IsBoldLine(List<TextRow> rows, int index, ColumnMargins margins, DocumentStyle style)
    {
        TextRow row = rows[index];
        double ratio = row.Size / style.Size;
        if (style.IsBold || ratio is < MinNumberedSize or > MinBoldSize || row.Letters > MaxBoldLetters || !row.IsBold || index + 1 == rows.Count) return false;
        if (rows[index + 1].IsBold || (index > 0 && row.Baseline - rows[index - 1].Baseline < 1.4 * margins.Pitch(row))) return false;
        return !HasWideGap(row) && row.Left < margins.Left + 0.5 * row.Size && row.Right < margins.Left + 0.7 * (margins.Right - margins.Left);
    }

    /// <summary>Returns true if a row may be part of a heading.</summary>
    /// <param name="row">The row.</param>
    /// <param name="line">The text of the row.</param>
    /// <param name="style">The style of the document.</param>
    public static bool IsIn(TextRow row, string line, DocumentStyle style)
    {
        double ratio = row.Size / style.Size;
        if (ratio < MinNumberedSize || HasWideGap(row)) return false;
        if (ratio >= MinSize) return true;
        if (style.IsBold || !row.IsBold) return false;
        return ratio >= MinBoldSize || SectionNumber.TryRead(line, out _, out _);
    }

    /// <summary>Returns true if a block of such rows is a heading.</summary>
    /// <param name="block">The block.</param>
    public static bool IsHeading(TextBlock block)
    {
        if (!block.MayBeHeading || block.KeepsLines || block.Lines.Count > MaxRows) return false;
        int letters = 0, words = 0;
        foreach (string line in block.Lines)
        {
            foreach (char c in line)
            {
                if (c == ' ') continue;
                letters++;
                if (char.IsLetter(c)) words++;
            }
        }
        if (words < 2 || letters > MaxLetters || 2 * words < letters) return false;
        string first = block.Lines[0], last = block.Lines[^1];
        bool isNumbered = SectionNumber.TryRead(first, out _, out _);
        // Bullets and sentences are text, whatever their size.
        if (block.IsItem && !isNumbered) return false;
        if (!isNumbered && (LineSigns.BeginsLower(first) || last[^1] == '.')) return false;
        if (block.IsBoldLine && last[^1] == ':') return false;
        return last[^1] is not (',' or ';' or '-');
    }

    /// <summary>Returns true for cells, and for entries of a table of contents without dots.</summary>
    private static bool HasWideGap(TextRow row)
    {
        for (int i = 1; i < row.Fragments.Count; i++)
        {
            TextFragment left = row.Fragments[i - 1], right = row.Fragments[i];
            double limit = i == 1 && left.Letters <= 8 ? 2 * MaxGap : MaxGap;
            if (right.Left - left.Right > limit * row.Size) return true;
        }
        return false;
    }
}

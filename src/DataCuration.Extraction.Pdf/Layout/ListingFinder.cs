namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Finds listings: runs of rows in a fixed pitch that are set apart from the text around them. A row of running text that happens to be all inline code is
/// no listing, and neither is a term above its indented description.
/// </summary>
internal static class ListingFinder
{
    /// <summary>The maximum distance of baselines inside a listing, in ems: three empty lines.</summary>
    private const double MaxGap = 4.9;

    /// <summary>The distance of baselines, relative to the usual one, from which rows are apart.</summary>
    private const double Apart = 1.25;

    /// <summary>The minimum indent that sets a listing apart, in ems.</summary>
    private const double MinIndent = 0.8;

    /// <summary>The maximum number of terms above one description.</summary>
    private const int MaxTerms = 12;

    /// <summary>Finds the listings and terms of a region.</summary>
    /// <param name="rows">The rows from top to bottom.</param>
    /// <param name="margins">The margins of the region.</param>
    /// <param name="style">The style of the document.</param>
    /// <returns>The runs from top to bottom. The kind is <see cref="BlockKind.Listing"/>, or <see cref="BlockKind.Lines"/> for terms.</returns>
    public static List<(int First, int End, BlockKind Kind)> Find(List<TextRow> rows, ColumnMargins margins, DocumentStyle style)
    {
        var found = new List<(int First, int End, BlockKind Kind)>();
        // Most regions have none.
        if (!rows.Exists(static row => row.FixedLetters > 0)) return found;
        CodeRow[] code = [.. rows.Select(row => new CodeRow(row, style.Size))];
        for (int first = 0, end; first < code.Length; first = end)
        {
            end = first + 1;
            if (!code[first].IsFixed && !BeginsWithNumber(code, first) && !BeginsWithComment(code, first, margins)) continue;
            double leftmost = code[first].Left;
            while (end < code.Length && Continues(code, first, end, leftmost, margins, style))
            {
                if (!code[end].IsOnlyNumber) leftmost = Math.Min(leftmost, code[end].Left);
                end++;
            }
            // Empty lines at the end have only their number.
            while (end > first + 1 && code[end - 1] is { IsOnlyNumber: true, IsFixed: false }) end--;
            if (style.IsTypescript)
            {
                if (IsProse(rows, first, end)) continue;
                if (found.Count > 0 && found[^1].End == first && Gap(code, first) <= MaxGap * Em(code, first)) found[^1] = found[^1] with { End = end };
                else found.Add((first, end, BlockKind.Listing));
            }
            else if (Judge(rows, code, first, end, margins) is { } kind) found.Add((first, end, kind));
        }
        return found;
    }

    private static bool BeginsWithNumber(CodeRow[] code, int first) =>
        code[first].IsOnlyNumber && first + 1 < code.Length && code[first + 1] is { Number: not null, IsFixed: true };

    /// <summary>Returns true for a row of code with a comment in letters of running text, above a row of code.</summary>
    private static bool BeginsWithComment(CodeRow[] code, int first, ColumnMargins margins)
    {
        if (first + 1 == code.Length || !code[first].IsPartlyFixed || code[first].IsLarge || !code[first + 1].IsFixed) return false;
        double em = Em(code, first + 1);
        return code[first].Left > margins.Usual + MinIndent * em && Math.Abs(code[first].Left - code[first + 1].Left) < 0.3 * em
            && Gap(code, first + 1) <= 1.7 * em && code[first].HasComment;
    }

    private static bool Continues(CodeRow[] code, int first, int next, double leftmost, ColumnMargins margins, DocumentStyle style)
    {
        CodeRow row = code[next], last = code[next - 1];
        double gap = Gap(code, next), em = Em(code, next);
        // In a typescript, each block between empty lines is judged by itself.
        double most = style.IsTypescript ? Math.Min(MaxGap, Math.Max(1.5 * margins.Pitch(row.Row) / em, 1)) : MaxGap;
        if (gap > most * em) return false;
        // The next term of a list is to the left of the listing in the description before it, with space between them.
        if (row.Left < leftmost - MinIndent * em && gap > Apart * Math.Max(margins.Pitch(row.Row), em)) return false;
        if (row.IsFixed && !row.IsOnlyNumber)
            return last.IsOnlyNumber || Math.Abs(row.Row.Size - last.Row.Size) <= 0.12 * em;
        if (row.IsOnlyNumber) return row.IsFixed || last.Number is not null;
        // A comment can be in letters of running text.
        if (row.IsComment && next + 1 < code.Length && code[next + 1].IsFixed && Math.Max(gap, Gap(code, next + 1)) <= 1.7 * em
            && Math.Abs(row.Left - last.Left) < 0.3 * em) return !row.IsLarge;
        // Rows with signs of other fonts belong to an indented listing.
        return row.IsPartlyFixed && gap <= 1.7 * em && code[first].Left > margins.Usual + MinIndent * em && row.Left >= code[first].Left - 0.3 * em;
    }

    /// <summary>Decides what a run of rows is: null for running text.</summary>
    private static BlockKind? Judge(List<TextRow> rows, CodeRow[] code, int first, int end, ColumnMargins margins)
    {
        double left = double.MaxValue, deepest = double.MinValue, em = code[first].Row.Size;
        for (int i = first; i < end; i++)
        {
            left = Math.Min(left, code[i].Left);
            deepest = Math.Max(deepest, code[i].Left);
        }
        TextRow? above = first > 0 ? rows[first - 1] : null, below = end < rows.Count ? rows[end] : null;
        bool isTightAbove = above is not null && IsTight(above, rows[first], margins);
        bool isTightBelow = below is not null && IsTight(rows[end - 1], below, margins);
        int count = end - first;
        if (count <= MaxTerms && deepest - left < 0.5 * em && isTightBelow && IsDescription(code, end, left, em)) return BlockKind.Lines;
        // Numbers in other letters that do not count lines are those of footnotes and items.
        if (code[first..end].Any(static row => row is { Number: not null, IsOnlyNumber: false } && row.Row.Fragments[0].FixedLetters == 0)
            && !ListingBuilder.IsNumbered(code[first..end], margins))
            return null;
        // Rows with words of other fonts are listings only in company.
        if (!code[first].IsWholly && (count == 1 || (count == 2 && !code[end - 1].IsWholly))) return null;
        // At the top of a page, one or two rows are the end of a paragraph.
        if (count < 3 && above is null && below is not null && left <= Math.Min(margins.Usual, TextLeft(below)) + MinIndent * em) return null;
        bool isIndented = (isTightAbove || isTightBelow)
            && (!isTightAbove || left > TextLeft(above!) + MinIndent * em) && (!isTightBelow || left > TextLeft(below!) + MinIndent * em);
        if (isIndented || count >= 3 || (!isTightAbove && !isTightBelow)) return BlockKind.Listing;
        // One or two rows flush with the text: the text has to stop above them and to begin again below.
        bool isLast = rows[end - 1].Right < margins.Right - 0.12 * (margins.Right - margins.Left);
        bool stops = !isTightAbove || LineSigns.EndsSentence(above!.Text());
        bool begins = !isTightBelow || (isLast && !LineSigns.BeginsLower(below!.Text()));
        return stops && begins ? BlockKind.Listing : null;
    }

    /// <summary>Returns true if the rows below begin a text that is indented from a term, and stays so.</summary>
    private static bool IsDescription(CodeRow[] code, int first, double left, double em)
    {
        TextRow row = code[first].Row;
        // The last term has its description in the same row.
        if (Math.Abs(row.Left - left) < 0.5 * em) return !code[first].IsFixed && row.Fragments[0].FixedLetters > 0;
        if (row.Left <= left + MinIndent * em) return false;
        // A paragraph after a listing can have an indented first line.
        if (first + 1 >= code.Length) return true;
        TextRow next = code[first + 1].Row;
        bool isNextTerm = code[first + 1].IsFixed && Math.Abs(next.Left - left) < 0.5 * em;
        return isNextTerm || next.Left > left + MinIndent * em || next.Baseline - row.Baseline > 1.7 * em;
    }

    private static bool IsTight(TextRow above, TextRow below, ColumnMargins margins)
    {
        double em = Math.Max(above.Size, below.Size);
        double usual = Math.Min(Math.Max(margins.Pitch(above), margins.Pitch(below)), 1.7 * em);
        return below.Baseline - above.Baseline <= Apart * Math.Max(usual, em);
    }

    /// <summary>Gets the left edge of the text of a row, without a bullet or number.</summary>
    private static double TextLeft(TextRow row)
    {
        string text = row.Text();
        if (!LineSigns.IsItem(text)) return row.Left;
        return row.Fragments.Count > 1 && row.Fragments[0].Letters <= 6 ? row.Fragments[1].Left
            : row.Left + (row.Right - row.Left) * (text.IndexOf(' ', StringComparison.Ordinal) + 1) / text.Length;
    }

    /// <summary>Returns true for running text of a typescript: few signs, and no indents but that of the first line.</summary>
    private static bool IsProse(List<TextRow> rows, int first, int end)
    {
        int signs = 0, letters = 0, indents = 0, marked = 0;
        for (int i = first; i < end; i++)
        {
            string line = rows[i].Text();
            foreach (char c in line)
            {
                if (c == ' ') continue;
                letters++;
                if ("{}[]()<>=;_|\\/+*&^%$#@~`".Contains(c, StringComparison.Ordinal)) signs++;
            }
            if (!char.IsLetterOrDigit(line[0]) && !LineSigns.IsItem(line) && line[0] is not ('"' or '\'' or '(' or '“' or '‘')) marked++;
            if (i > first + 1 && rows[i].Left > rows[i - 1].Left + 0.8 * rows[i].Size) indents++;
        }
        return signs <= 0.06 * letters && 3 * marked <= end - first && indents <= (end - first) / 4;
    }

    private static double Gap(CodeRow[] code, int row) => code[row].Row.Baseline - code[row - 1].Row.Baseline;

    private static double Em(CodeRow[] code, int row) => Math.Max(code[row].Row.Size, code[row - 1].Row.Size);
}

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Cuts a page into regions in reading order: a variant of the recursive X-Y cut (Nagy and Seth 1984; Ha, Haralick and Phillips 1995). The gutter between two
/// columns is the x position that few fragments cross. Fragments that cross it (titles, wide tables, captions of figures) cut the page into bands. Each band
/// with text on both sides of the gutter is read column by column. O(n log n) per level, with a limit on the levels.
/// </summary>
internal static class ColumnCutter
{
    private const int MaxDepth = 16;

    /// <summary>The maximum number of gutters tried per region, best first.</summary>
    private const int MaxGutters = 4;

    /// <summary>The minimum number of rows on each side for a band to count as columns.</summary>
    private const int MinRows = 3;

    /// <summary>The minimum width of a gutter, in ems. Books and papers have 1.2 to 3.</summary>
    private const double MinGutter = 0.7;

    /// <summary>The minimum width of a column, in ems. Narrower ones are numbers, bullets or cells.</summary>
    private const double MinColumn = 7;

    /// <summary>The minimum gap across both columns, in ems, that ends a row of cards.</summary>
    private const double MinCardGap = 1.8;

    private const int MaxCards = 20;

    /// <summary>The maximum difference of baselines between cells of one row, in ems.</summary>
    private const double SameBaseline = 0.1;

    /// <summary>The minimum gap between cells inside a column, in ems.</summary>
    private const double CellGap = 1.5;

    /// <summary>
    /// The minimum number of letters in a piece of a row for it to count as a line of text instead of a cell. Narrow newspaper columns have about 25 letters.
    /// </summary>
    private const int MinLineLetters = 18;

    /// <summary>Cuts a page.</summary>
    /// <param name="fragments">The fragments of the page.</param>
    /// <param name="keepListings">False in a typescript, where a fixed pitch does not mean a listing.</param>
    /// <returns>The regions in reading order. Every fragment is in exactly one; initials are merged into their words.</returns>
    public static List<List<TextFragment>> Cut(IReadOnlyList<TextFragment> fragments, bool keepListings = true)
    {
        var regions = new List<List<TextFragment>>();
        if (fragments.Count == 0) return regions;
        List<TextFragment> page = [.. fragments];
        Initials.Join(page, MedianSize(page));
        Cut(page, regions, 0, keepListings);
        return regions;
    }

    private static void Cut(List<TextFragment> region, List<List<TextFragment>> regions, int depth, bool keepListings)
    {
        if (region.Count >= 2 * MinRows && depth < MaxDepth)
        {
            double em = MedianSize(region);
            List<TextRow> rows = TextRow.Group(region);
            foreach (double gutter in Gutters(region, em))
            {
                if (Bands(rows, gutter, em, keepListings) is not { } bands) continue;
                foreach ((bool isColumns, List<TextFragment> band) in bands)
                {
                    if (!isColumns)
                    {
                        if (band.Count < region.Count) Cut(band, regions, depth + 1, keepListings);
                        else regions.Add(band);
                        continue;
                    }
                    Cut(band.FindAll(fragment => Middle(fragment) < gutter), regions, depth + 1, keepListings);
                    Cut(band.FindAll(fragment => Middle(fragment) >= gutter), regions, depth + 1, keepListings);
                }
                return;
            }
        }
        regions.Add(region);
    }

    /// <summary>Finds the x positions that few fragments cross and that have many on both sides, best first.</summary>
    private static List<double> Gutters(List<TextFragment> region, double em)
    {
        int count = region.Count;
        var lefts = new double[count];
        var rights = new double[count];
        for (int i = 0; i < count; i++) (lefts[i], rights[i]) = (region[i].Left, region[i].Right);
        Array.Sort(lefts);
        Array.Sort(rights);
        // The candidates are the gaps between the end of a fragment and the next start. The two sorted lists give the numbers of ended, not yet started and
        // crossing fragments.
        var found = new List<(double Score, double X)>();
        int begun = 0;
        for (int ended = 1; ended < count; ended++)
        {
            while (begun < count && lefts[begun] < rights[ended - 1]) begun++;
            double next = begun < count ? lefts[begun] : double.MaxValue;
            if (next > rights[ended]) continue; // more fragments end before the next one starts: the wider gap counts
            int before = ended, after = count - begun, crossing = count - before - after;
            double width = next - rights[ended - 1];
            if (Math.Min(before, after) < MinRows || width < 0.1 * em) continue;
            found.Add((Math.Min(before, after) - 0.35 * crossing + Math.Min(3, width / em) * 0.1, (rights[ended - 1] + next) / 2));
        }
        found.Sort(static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.X.CompareTo(b.X));
        var best = new List<double>();
        foreach ((double score, double x) in found)
        {
            if (score <= 0 || best.Count == MaxGutters) break;
            if (best.TrueForAll(other => Math.Abs(other - x) > 2 * em)) best.Add(x);
        }
        return best;
    }

    /// <summary>
    /// Splits the region from top to bottom into runs of rows that do not cross the gutter and form two columns, and the rows between them. Null if no run
    /// forms columns.
    /// </summary>
    private static List<(bool IsColumns, List<TextFragment> Band)>? Bands(List<TextRow> rows, double gutter, double em, bool keepListings)
    {
        var bands = new List<(bool IsColumns, List<TextFragment> Band)>();
        var free = new List<TextRow>();
        bool any = false;
        foreach (TextRow row in rows)
        {
            if (IsFree(row, gutter, em))
            {
                free.Add(row);
                continue;
            }
            Close();
            Append(false, row.Fragments);
        }
        Close();
        return any ? bands : null;

        void Close()
        {
            if (free.Count == 0) return;
            bool isColumns = !(keepListings && IsListing(free)) && IsColumns(free, gutter, em);
            any |= isColumns;
            List<List<TextRow>> cards = isColumns ? Cards(free, gutter, em) : [free];
            foreach (List<TextRow> card in cards)
            {
                if (isColumns) bands.Add((true, []));
                foreach (TextRow row in card) Append(isColumns, row.Fragments);
            }
            free.Clear();
        }

        void Append(bool isColumns, IReadOnlyList<TextFragment> fragments)
        {
            if (bands.Count == 0 || bands[^1].IsColumns != isColumns) bands.Add((isColumns, []));
            bands[^1].Band.AddRange(fragments);
        }
    }

    /// <summary>
    /// Splits columns into rows of cards, which are read row by row. A wide gap separates cards if the first row below it starts something on both sides, and
    /// each part has rows on both sides. Otherwise the columns continue across the gap.
    /// </summary>
    private static List<List<TextRow>> Cards(List<TextRow> rows, double gutter, double em)
    {
        var cards = new List<List<TextRow>>();
        int begin = 0;
        double bottom = rows[0].Bottom;
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Top - bottom > MinCardGap * em && BeginsBoth(rows[i]) && HasMany(begin, i) && HasMany(i, rows.Count))
            {
                cards.Add(rows[begin..i]);
                begin = i;
            }
            bottom = Math.Max(bottom, rows[i].Bottom);
        }
        cards.Add(rows[begin..]);
        return cards.Count <= MaxCards ? cards : [rows];

        bool BeginsBoth(TextRow row) => row.Left < gutter && row.Right > gutter
            && row.Fragments.Any(fragment => fragment.Left > gutter && !LineSigns.BeginsLower(fragment.Text)) && !LineSigns.BeginsLower(row.Fragments[0].Text);

        bool HasMany(int from, int to) => Count(from, to, row => row.Left < gutter) >= MinRows && Count(from, to, row => row.Right > gutter) >= MinRows;

        int Count(int from, int to, Func<TextRow, bool> isCounted)
        {
            int count = 0;
            for (int i = from; i < to && count < MinRows; i++)
                if (isCounted(rows[i])) count++;
            return count;
        }
    }

    private static bool IsFree(TextRow row, double gutter, double em)
    {
        double left = double.MinValue, right = double.MaxValue;
        foreach (TextFragment fragment in row.Fragments)
        {
            if (fragment.Left < gutter && fragment.Right > gutter) return false;
            if (fragment.Right <= gutter) left = Math.Max(left, fragment.Right);
            else right = Math.Min(right, fragment.Left);
        }
        return right - left >= MinGutter * em;
    }

    /// <summary>Returns true for rows in a fixed pitch, whose gaps are spaces: code with comments beside it, or aligned output.</summary>
    private static bool IsListing(List<TextRow> rows)
    {
        long letters = 0, fixedLetters = 0;
        foreach (TextRow row in rows)
        {
            letters += row.Letters;
            fixedLetters += row.FixedLetters;
        }
        return fixedLetters >= 0.8 * letters;
    }

    private static bool IsColumns(List<TextRow> rows, double gutter, double em)
    {
        var left = new Side();
        var right = new Side();
        int both = 0;
        foreach (TextRow row in rows)
        {
            bool hasLeft = left.Add(row, fragment => Middle(fragment) < gutter), hasRight = right.Add(row, fragment => Middle(fragment) >= gutter);
            if (hasLeft && hasRight && Math.Abs(left.Baseline - right.Baseline) <= SameBaseline * em) both++;
        }
        if (left.Rows < MinRows || right.Rows < MinRows) return false;
        if (left.Width() < MinColumn * em || right.Width() < MinColumn * em) return false;
        double overlap = Math.Min(left.Bottom, right.Bottom) - Math.Max(left.Top, right.Top);
        if (overlap < 0.3 * Math.Min(left.Bottom - left.Top, right.Bottom - right.Top)) return false;
        // Cells are aligned in rows and short. Lines of text fill their column.
        bool isAligned = both >= 0.5 * Math.Min(left.Rows, right.Rows);
        return !isAligned || (left.IsText() && right.IsText());
    }

    private static double Middle(TextFragment fragment) => (fragment.Left + fragment.Right) / 2;

    private static double MedianSize(List<TextFragment> region)
    {
        double[] sizes = [.. region.Select(fragment => fragment.Size)];
        Array.Sort(sizes);
        return sizes[sizes.Length / 2];
    }

    /// <summary>The text on one side of a gutter.</summary>
    private sealed class Side
    {
        private long letters;
        private long lettersInLines;
        private int lines;
        private double min = double.MaxValue;
        private double max = double.MinValue;

        public int Rows { get; private set; }

        public double Top { get; private set; } = double.MaxValue;

        public double Bottom { get; private set; } = double.MinValue;

        /// <summary>The baseline of the first fragment in the last row.</summary>
        public double Baseline { get; private set; }

        public bool Add(TextRow row, Func<TextFragment, bool> isHere)
        {
            double end = 0;
            int piece = 0;
            bool any = false;
            foreach (TextFragment fragment in row.Fragments)
            {
                if (!isHere(fragment)) continue;
                if (!any) Baseline = fragment.Baseline;
                if (any && fragment.Left - end > CellGap * fragment.Size) Close(ref piece);
                end = any ? Math.Max(end, fragment.Right) : fragment.Right;
                any = true;
                foreach (char c in fragment.Text)
                    if (char.IsLetter(c)) piece++;
                min = Math.Min(min, fragment.Left);
                max = Math.Max(max, fragment.Right);
            }
            if (!any) return false;
            Close(ref piece);
            Rows++;
            Top = Math.Min(Top, row.Top);
            Bottom = Math.Max(Bottom, row.Bottom);
            return true;
        }

        public double Width() => max - min;

        /// <summary>Returns true if most letters (not digits) are in pieces as long as lines of text. Formulas between the lines do not count.</summary>
        public bool IsText() => lines >= MinRows && lettersInLines >= 0.6 * letters;

        private void Close(ref int piece)
        {
            letters += piece;
            if (piece >= MinLineLetters)
            {
                lettersInLines += piece;
                lines++;
            }
            piece = 0;
        }
    }
}

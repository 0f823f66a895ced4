namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Finds page headers, page footers and page numbers: text at the same position on several pages that differs at most in its numbers, and numbers that count
/// the pages. Left and right pages may alternate. Linear in the number of pages.
/// </summary>
internal static class HeadersAndFooters
{
    /// <summary>The share of a page's height, at each edge, that is searched.</summary>
    private const double Zone = 0.18;

    /// <summary>The same for a document of one page.</summary>
    private const double SingleZone = 0.12;

    /// <summary>The maximum number of rows of a header or footer.</summary>
    private const int MaxRows = 4;

    /// <summary>The maximum vertical difference, in points, of the same row between pages.</summary>
    private const double SameHeight = 4;

    /// <summary>The maximum number of letters beside a page number. Longer rows are body text.</summary>
    private const int MaxHeadLetters = 90;

    /// <summary>Finds headers and footers.</summary>
    /// <param name="pages">The pages of the document; null for unreadable ones.</param>
    /// <returns>The fragments of headers and footers.</returns>
    public static HashSet<TextFragment> Find(IReadOnlyList<PageLayout?> pages)
    {
        var removed = new HashSet<TextFragment>();
        var edges = new List<EdgeRow>();
        int readable = 0;
        for (int i = 0; i < pages.Count; i++)
        {
            if (pages[i] is not { } page || page.Fragments.Count == 0) continue;
            readable++;
            foreach (TextFragment fragment in page.Fragments)
                if (fragment.IsArtifact) removed.Add(fragment);
            edges.AddRange(EdgeRow.Find(i, page, Zone, MaxRows));
        }
        HashSet<EdgeRow> repeated = Repeated(edges), numbered = Numbered(edges, readable);
        foreach (IGrouping<(int, bool), EdgeRow> edge in edges.GroupBy(row => (row.Page, row.IsTop)))
        {
            // Goes inwards from the edge. After a row of body text, further rows are removed only if they repeat word for word.
            bool isOuter = true;
            foreach (EdgeRow row in edge)
            {
                bool isRunning = repeated.Contains(row) || (isOuter && (numbered.Contains(row) || (readable == 1 && IsLonePageNumber(row))));
                if (!isRunning && !row.Row.Fragments.All(removed.Contains)) isOuter = false;
                if (!isRunning) continue;
                foreach (TextFragment fragment in row.Row.Fragments) removed.Add(fragment);
            }
        }
        return removed;
    }

    /// <summary>
    /// Finds rows with the same text, apart from numbers, at the same height: on pages at most two apart (left and right pages alternate), or on at least three
    /// pages.
    /// </summary>
    private static HashSet<EdgeRow> Repeated(List<EdgeRow> edges)
    {
        var found = new HashSet<EdgeRow>();
        foreach (IGrouping<(string Normal, bool IsTop), EdgeRow> same in edges.GroupBy(row => (row.Normal, row.IsTop)))
        {
            if (same.Key.Normal.Length == 0) continue;
            EdgeRow[] rows = [.. same.OrderBy(row => row.Distance).ThenBy(row => row.Page)];
            for (int begin = 0, end; begin < rows.Length; begin = end)
            {
                for (end = begin + 1; end < rows.Length && rows[end].Distance - rows[end - 1].Distance <= SameHeight; end++)
                {
                }
                int[] pages = [.. rows[begin..end].Select(row => row.Page).Distinct().Order()];
                bool isNear = false;
                for (int i = 1; i < pages.Length; i++) isNear |= pages[i] - pages[i - 1] <= 2;
                if (pages.Length < 3 && !isNear) continue;
                // Rows of only numbers repeat in tables too. Those that count pages are found by their numbers.
                if (rows[begin].WordLetters > 0) found.UnionWith(rows[begin..end]);
            }
        }
        return found;
    }

    /// <summary>Finds rows whose number is the page number, up to an offset shared by several pages.</summary>
    private static HashSet<EdgeRow> Numbered(List<EdgeRow> edges, int pages)
    {
        var found = new HashSet<EdgeRow>();
        var votes = new Dictionary<(int Offset, bool IsRoman), HashSet<int>>();
        foreach (EdgeRow row in edges)
        {
            if (row.WordLetters > MaxHeadLetters) continue;
            foreach ((int value, bool roman) in row.Numbers)
            {
                if (!votes.TryGetValue((value - row.Page, roman), out HashSet<int>? voters)) votes.Add((value - row.Page, roman), voters = []);
                voters.Add(row.Page);
            }
        }
        // A few pages of front matter may have their own numbering, so a small share is enough. It must exceed a coincidence of two pages in a long document.
        int needed = pages <= 6 ? 2 : Math.Max(3, Math.Min(8, pages / 8));
        foreach (EdgeRow row in edges)
        {
            if (row.WordLetters > MaxHeadLetters) continue;
            foreach ((int value, bool roman) in row.Numbers)
                if (votes[(value - row.Page, roman)].Count >= needed) found.Add(row);
        }
        return found;
    }

    /// <summary>
    /// Detects the page number of a single-page document: an outermost row apart from the text that is a number, or a short line with a separate number.
    /// </summary>
    private static bool IsLonePageNumber(EdgeRow row)
    {
        if (row.Rank > 1 || row.Distance > SingleZone * row.PageHeight || row.Gap < 0.6 * row.Row.Size || row.Numbers.Count == 0) return false;
        if (row.WordLetters <= 5 && row.NumberCount <= 2) return true;
        return row.HasOwnNumber && row.Row.Fragments.Count > 1 && row.WordLetters <= MaxHeadLetters;
    }
}

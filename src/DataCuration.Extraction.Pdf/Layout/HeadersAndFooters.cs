namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Finds running heads, running feet and page numbers: text at the same place of several pages that differs at most in its numbers, and numbers that count the pages.
/// Left and right pages may alternate. Linear in the number of pages.
/// </summary>
internal static class HeadersAndFooters
{
    /// <summary>The share of a page's height, at each edge, in which running matter stands.</summary>
    private const double Zone = 0.18;

    /// <summary>The same for what only one page shows.</summary>
    private const double SingleZone = 0.12;

    /// <summary>The most rows of a head or foot.</summary>
    private const int MaxRows = 4;

    /// <summary>Points by which the same row may stand higher or lower from page to page.</summary>
    private const double SameHeight = 4;

    /// <summary>Letters beside a page number; more is body text.</summary>
    private const int MaxHeadLetters = 90;

    /// <summary>Finds it.</summary>
    /// <param name="pages">The document's pages; null for those that could not be read.</param>
    /// <returns>The fragments that are running matter.</returns>
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
                if (fragment.IsFurniture) removed.Add(fragment);
            edges.AddRange(EdgeRow.Find(i, page, Zone, MaxRows));
        }
        HashSet<EdgeRow> repeated = Repeated(edges), numbered = Numbered(edges, readable);
        foreach (IGrouping<(int, bool), EdgeRow> edge in edges.GroupBy(row => (row.Page, row.IsTop)))
        {
            // From the edge inwards: what stands behind body text is body text, unless it repeats word for word.
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

    /// <summary>The same text, numbers apart, at the same height: on pages at most two apart (left and right pages alternate), or on three and more.</summary>
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
                // Rows of numbers alone repeat in tables too; those that count pages are found by their numbers.
                if (rows[begin].WordLetters > 0) found.UnionWith(rows[begin..end]);
            }
        }
        return found;
    }

    /// <summary>Rows whose number is the page's, up to an offset that several pages agree on.</summary>
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
        // A few pages of front matter may count on their own, so a small share suffices, but never a chance meeting of two in a long document.
        int needed = pages <= 6 ? 2 : Math.Max(3, Math.Min(8, pages / 8));
        foreach (EdgeRow row in edges)
        {
            if (row.WordLetters > MaxHeadLetters) continue;
            foreach ((int value, bool roman) in row.Numbers)
                if (votes[(value - row.Page, roman)].Count >= needed) found.Add(row);
        }
        return found;
    }

    /// <summary>What a document of one page shows: an outermost row apart from the text that is a number, or a short line with a number at its own place.</summary>
    private static bool IsLonePageNumber(EdgeRow row)
    {
        if (row.Rank > 1 || row.Distance > SingleZone * row.PageHeight || row.Gap < 0.6 * row.Row.Size || row.Numbers.Count == 0) return false;
        if (row.WordLetters <= 5 && row.NumberCount <= 2) return true;
        return row.HasOwnNumber && row.Row.Fragments.Count > 1 && row.WordLetters <= MaxHeadLetters;
    }
}

namespace DataCuration.LanguageModels;

/// <summary>Intervals of lines, as calls name them.</summary>
internal static class LineIntervals
{
    /// <summary>Merges intervals as the reference does: stably sorted by their start, and joined where they overlap or touch.</summary>
    /// <param name="intervals">The intervals; sorted by this method.</param>
    /// <returns>The merged intervals, with the places beyond the document that they name.</returns>
    public static List<(long First, long Last)> Merge(List<(long First, long Last)> intervals)
    {
        if (intervals.Count < 2) return intervals;
        // LINQ's sort is stable, and a list's is not. A reversed interval makes the order count.
        List<(long First, long Last)> merged = [];
        foreach ((long first, long last) in intervals.OrderBy(interval => interval.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else merged.Add((first, last));
        }
        return merged;
    }

    /// <summary>Clips intervals to the lines of a document, and joins them where they overlap or touch.</summary>
    /// <param name="intervals">The intervals, sorted by their start. Reversed intervals name no line.</param>
    /// <param name="lines">The number of lines.</param>
    public static List<ProXLineRange> Clip(List<(long First, long Last)> intervals, int lines)
    {
        List<ProXLineRange> ranges = new(intervals.Count);
        foreach ((long first, long last) in intervals)
        {
            if (last < first || last < 0 || first >= lines) continue;
            int start = (int)Math.Max(0, first), end = (int)Math.Min(lines - 1, last);
            if (ranges.Count > 0 && start <= ranges[^1].Last + 1) ranges[^1] = new(ranges[^1].First, Math.Max(ranges[^1].Last, end));
            else ranges.Add(new(start, end));
        }
        return ranges;
    }

    /// <summary>Returns the lines of an interval that are in a document.</summary>
    /// <param name="first">The first line.</param>
    /// <param name="last">The last line.</param>
    /// <param name="lines">The number of lines.</param>
    public static long CountWithin(long first, long last, int lines) => Math.Max(0, Math.Min(last, lines - 1L) - Math.Max(first, 0) + 1);
}

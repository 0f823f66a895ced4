namespace DataCuration.LanguageModels;

/// <summary>Intervals of lines, as calls name them.</summary>
internal static class LineIntervals
{
    /// <summary>Up to this number, insertion sorts fastest, and without an allocation.</summary>
    private const int InsertionSortLimit = 64;

    /// <summary>Sorts intervals stably by their start. A reversed interval makes the order of equal starts count.</summary>
    /// <param name="intervals">The intervals.</param>
    public static void Sort(List<(long First, long Last)> intervals)
    {
        if (intervals.Count > InsertionSortLimit)
        {
            // LINQ's sort is stable, and a list's is not.
            List<(long First, long Last)> sorted = [.. intervals.OrderBy(interval => interval.First)];
            intervals.Clear();
            intervals.AddRange(sorted);
            return;
        }
        for (int i = 1; i < intervals.Count; i++)
        {
            (long First, long Last) interval = intervals[i];
            int at = i;
            for (; at > 0 && intervals[at - 1].First > interval.First; at--) intervals[at] = intervals[at - 1];
            intervals[at] = interval;
        }
    }

    /// <summary>
    /// Counts the intervals that name lines after the document, as the reference does: after joining those that overlap or touch.
    /// </summary>
    /// <param name="intervals">The intervals, sorted.</param>
    /// <param name="lines">The number of lines.</param>
    public static int CountOutside(List<(long First, long Last)> intervals, int lines)
    {
        int outside = 0;
        for (int i = 0; i < intervals.Count;)
        {
            (long first, long last) = intervals[i++];
            for (; i < intervals.Count && intervals[i].First <= last + 1; i++) last = Math.Max(last, intervals[i].Last);
            if (first >= lines || last >= lines) outside++;
        }
        return outside;
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

namespace DataCuration.Filters;

/// <summary>Maps offsets of the compared text to the original one.</summary>
/// <remarks>
/// The normal form of a text is that of its parts between white space, with blanks between them. So the part that an offset comes from is found by
/// normalising part by part; offsets are those of the part's edges.
/// </remarks>
internal static class ContaminationPlaces
{
    /// <summary>Finds the parts that a range of the compared text comes from.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="simplifies">True if the compared text is the normal form; false if it is the original one.</param>
    /// <param name="ranges">Ranges of the compared text, in ascending order of their starts and ends.</param>
    /// <returns>For each range, the first code point and the one after the last.</returns>
    public static List<(long Start, long End)> Find(ReadOnlySpan<byte> text, bool simplifies, List<(int Start, int End)> ranges)
    {
        var places = new List<(long Start, long End)>(ranges.Count);
        if (!simplifies)
        {
            var known = new CodePointCounter();
            foreach ((int start, int end) in ranges) places.Add((known.CountTo(text, start), known.CountTo(text, end)));
            return places;
        }
        // For each part between white space: its start and end in the text, and the end of its normal form in the compared text.
        var parts = new List<(int Start, int End, int Compared)>();
        byte[] normal = new byte[256];
        int compared = 0;
        for (int at = 0; at < text.Length;)
        {
            int space = Utf8WhiteSpace.LengthAt(text, at);
            if (space > 0)
            {
                at += space;
                continue;
            }
            int start = at;
            while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) == 0) at++;
            int capacity = SimplifiedText.Capacity(at - start);
            if (normal.Length < capacity) normal = new byte[Math.Max(capacity, 2 * normal.Length)];
            int length = SimplifiedText.Write(text[start..at], normal);
            if (length == 0) continue;
            compared += (parts.Count > 0 ? 1 : 0) + length;
            parts.Add((start, at, compared));
        }
        var counter = new CodePointCounter();
        foreach ((int start, int end) in ranges)
        {
            if (parts.Count == 0) places.Add((0, 0));
            else places.Add((counter.CountTo(text, parts[PartOf(parts, start)].Start), counter.CountTo(text, parts[PartOf(parts, end - 1)].End)));
        }
        return places;
    }

    private static int PartOf(List<(int Start, int End, int Compared)> parts, int offset)
    {
        int low = 0, high = parts.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (parts[middle].Compared > offset) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>Counts code points from the last known place.</summary>
    private struct CodePointCounter
    {
        private int at;
        private long points;

        public long CountTo(ReadOnlySpan<byte> text, int end)
        {
            points += end < at ? -Utf8CodePoints.Count(text[end..at]) : Utf8CodePoints.Count(text[at..end]);
            at = end;
            return points;
        }
    }
}

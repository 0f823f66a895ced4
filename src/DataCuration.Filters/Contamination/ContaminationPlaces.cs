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
        byte[] buffer = new byte[256];
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
            // Between two words, so that blanks at the edges of the part's normal form count too: a mark alone leaves them.
            bool isFirst = parts.Count == 0;
            int added = Measure(isFirst ? "" : "x ", text[start..at], ref buffer) - (isFirst ? 2 : 3);
            if (added <= 0) continue;
            compared += added;
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

    /// <summary>Returns the length of the normal form of a part with a word before it, or none, and a word after it.</summary>
    private static int Measure(string before, ReadOnlySpan<byte> part, ref byte[] buffer)
    {
        int length = before.Length + part.Length + 2, needed = length + SimplifiedText.Capacity(length);
        if (buffer.Length < needed) buffer = new byte[Math.Max(needed, 2 * buffer.Length)];
        System.Text.Encoding.ASCII.GetBytes(before, buffer);
        part.CopyTo(buffer.AsSpan(before.Length));
        " x"u8.CopyTo(buffer.AsSpan(length - 2));
        return SimplifiedText.Write(buffer.AsSpan(0, length), buffer.AsSpan(length));
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

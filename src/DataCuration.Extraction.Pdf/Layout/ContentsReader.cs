namespace DataCuration.Extraction.Pdf;

/// <summary>Reads entries with dot leaders: tables of contents, indexes, price lists. Each entry stays a line, without the dots.</summary>
internal static class ContentsReader
{
    /// <summary>The maximum number of rows without a leader between entries: chapters, or the first lines of long entries.</summary>
    private const int MaxBetween = 2;

    /// <summary>The maximum distance of baselines between entries, in ems.</summary>
    private const double MaxGap = 3.5;

    /// <summary>Reads the entries that start at a row.</summary>
    /// <param name="rows">The rows of a column.</param>
    /// <param name="first">The index of the first row.</param>
    /// <param name="end">The index of the first row that belongs to something else.</param>
    /// <param name="used">The number of rows read.</param>
    /// <returns>The entries, or null if the row has no leader.</returns>
    public static TextBlock? Read(List<TextRow> rows, int first, int end, out int used)
    {
        used = 0;
        if (!DotLeaders.TryRemove(rows[first].Text(), DotLeaders.Usual, out string text, out int removed)) return null;
        var block = new TextBlock { Kind = BlockKind.Lines, Size = rows[first].Size, LeaderLetters = removed };
        block.Lines.Add(text);
        int next = first + 1;
        while (next < end)
        {
            int leader = FindNext(rows, next, end);
            if (leader < 0) break;
            // An entry of several rows has its leader on the last.
            string open = "";
            for (; next <= leader; next++)
            {
                bool isLast = next == leader;
                string line = rows[next].Text();
                if (isLast)
                {
                    DotLeaders.TryRemove(line, DotLeaders.Short, out line, out removed);
                    block.LeaderLetters += removed;
                }
                if (open.Length > 0 && (SectionNumber.TryRead(line, out _, out _) || Math.Abs(rows[next].Size - rows[next - 1].Size) > 0.05 * rows[next].Size))
                {
                    block.Lines.Add(open);
                    open = "";
                }
                open = open.Length > 0 ? open + " " + line : line;
                if (!isLast && !EndsWithNumber(line)) continue;
                block.Lines.Add(open);
                open = "";
            }
        }
        used = next - first;
        return block;
    }

    /// <summary>Finds the next row with a leader, if it is near enough.</summary>
    private static int FindNext(List<TextRow> rows, int next, int end)
    {
        for (int i = next; i < Math.Min(end, next + MaxBetween + 1); i++)
        {
            if (rows[i].Baseline - rows[i - 1].Baseline > MaxGap * Math.Max(rows[i].Size, rows[i - 1].Size)) return -1;
            // The leader can be short only if the row is the next one.
            if (DotLeaders.TryRemove(rows[i].Text(), i == next ? DotLeaders.Short : DotLeaders.Usual, out _, out _)) return i;
        }
        return -1;
    }

    private static bool EndsWithNumber(string line)
    {
        int space = line.LastIndexOf(' ');
        return space > 0 && DotLeaders.IsNumber(line.AsSpan()[(space + 1)..]);
    }
}

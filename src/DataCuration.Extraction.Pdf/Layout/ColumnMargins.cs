namespace DataCuration;

/// <summary>A column's edges and line spacing, as most of its rows have them.</summary>
internal sealed class ColumnMargins
{
    /// <summary>Measures.</summary>
    /// <param name="rows">The column's rows, from the top.</param>
    public ColumnMargins(IReadOnlyList<TextRow> rows)
    {
        Left = double.MaxValue;
        Right = double.MinValue;
        var lefts = new List<double>(rows.Count);
        var pitches = new List<double>(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            Left = Math.Min(Left, rows[i].Left);
            Right = Math.Max(Right, rows[i].Right);
            lefts.Add(rows[i].Left);
            double pitch = i > 0 ? rows[i].Baseline - rows[i - 1].Baseline : 0;
            if (pitch > 0.5 * rows[i].Size) pitches.Add(pitch);
        }
        pitches.Sort();
        // The lower third: spaces between paragraphs push the median up where paragraphs are short.
        Pitch = pitches.Count > 0 ? pitches[pitches.Count / 3] : 0;
        lefts.Sort();
        Usual = MostCommon(lefts);
    }

    /// <summary>The leftmost beginning.</summary>
    public double Left { get; }

    /// <summary>The rightmost end.</summary>
    public double Right { get; }

    /// <summary>Where most rows begin.</summary>
    public double Usual { get; }

    /// <summary>From baseline to baseline inside paragraphs.</summary>
    public double Pitch { get; }

    /// <summary>The beginning of the fullest window of two points.</summary>
    private static double MostCommon(List<double> sorted)
    {
        if (sorted.Count == 0) return 0;
        double best = sorted[0];
        int count = 0;
        for (int begin = 0, end = 0; begin < sorted.Count; begin++)
        {
            while (end < sorted.Count && sorted[end] - sorted[begin] <= 2) end++;
            if (end - begin <= count) continue;
            count = end - begin;
            best = sorted[begin];
        }
        return best;
    }
}

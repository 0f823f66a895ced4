namespace DataCuration.Extraction.Pdf;

/// <summary>The usual margins and line spacing of a column.</summary>
internal sealed class ColumnMargins
{
    private readonly Dictionary<int, double> pitchOf = [];
    private readonly double usualPitch;

    /// <summary>Measures a column.</summary>
    /// <param name="rows">The rows of the column from top to bottom.</param>
    public ColumnMargins(IReadOnlyList<TextRow> rows)
    {
        Left = double.MaxValue;
        Right = double.MinValue;
        var lefts = new List<double>(rows.Count);
        var all = new List<double>(rows.Count);
        var classes = new Dictionary<int, List<double>>();
        for (int i = 0; i < rows.Count; i++)
        {
            Left = Math.Min(Left, rows[i].Left);
            Right = Math.Max(Right, rows[i].Right);
            lefts.Add(rows[i].Left);
            double pitch = i > 0 ? rows[i].Baseline - rows[i - 1].Baseline : 0;
            if (pitch <= 0.5 * rows[i].Size) continue;
            all.Add(pitch);
            if (Class(rows[i]) != Class(rows[i - 1])) continue;
            if (!classes.TryGetValue(Class(rows[i]), out List<double>? pitches)) classes.Add(Class(rows[i]), pitches = []);
            pitches.Add(pitch);
        }
        usualPitch = LowerThird(all, 0);
        foreach ((int size, List<double> pitches) in classes) pitchOf.Add(size, LowerThird(pitches, usualPitch));
        lefts.Sort();
        Usual = MostCommon(lefts);
    }

    /// <summary>The leftmost start of a row.</summary>
    public double Left { get; }

    /// <summary>The rightmost end of a row.</summary>
    public double Right { get; }

    /// <summary>The start of most rows.</summary>
    public double Usual { get; }

    /// <summary>Gets the distance between baselines inside paragraphs of a row's font size.</summary>
    /// <param name="row">The row.</param>
    public double Pitch(TextRow row) => pitchOf.GetValueOrDefault(Class(row), usualPitch);

    /// <summary>Font sizes in steps of 1.5 points, since text layers of scans vary slightly from line to line.</summary>
    private static int Class(TextRow row) => (int)Math.Clamp(Math.Round(row.Size / 1.5), 0, 1_000_000);

    /// <summary>Gets the lower third. The median would include paragraph spacing where paragraphs are short.</summary>
    private static double LowerThird(List<double> pitches, double other)
    {
        if (pitches.Count == 0) return other;
        pitches.Sort();
        return pitches[pitches.Count / 3];
    }

    /// <summary>Gets the start of the two-point window with the most values.</summary>
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

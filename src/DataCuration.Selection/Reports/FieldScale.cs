namespace DataCuration.Selection;

/// <summary>The range and moments of a field, and the bars of its histogram.</summary>
internal sealed class FieldScale(int maxBins)
{
    private readonly SortedSet<double> distinct = [];
    private Correlation.Moments moments;
    private bool isWide;
    private double[]? values;

    public double Min { get; private set; } = double.NaN;

    public double Max { get; private set; } = double.NaN;

    /// <summary>The distinct values that have one bar each; empty if there are too many. Read it after the last number.</summary>
    public double[] Values => values ??= isWide ? [] : [.. distinct];

    public int BinCount => isWide ? maxBins : Values.Length;

    public void Add(double value)
    {
        moments.Add(value, value);
        if (!(value >= Min)) Min = value;
        if (!(value <= Max)) Max = value;
        if (isWide || !distinct.Add(value) || distinct.Count <= maxBins) return;
        isWide = true;
        distinct.Clear();
    }

    public int BinOf(double value)
    {
        if (!isWide) return Array.BinarySearch(Values, value);
        // Divides by 2 first, since the range itself may overflow.
        double share = (value / 2 - Min / 2) / (Max / 2 - Min / 2);
        return Math.Clamp((int)(share * maxBins), 0, maxBins - 1);
    }

    public (double Low, double High) Bounds(int bin) => isWide ? (Edge(bin), Edge(bin + 1)) : (Values[bin], Values[bin]);

    public FieldSummary ToSummary(string name, long documents) => new()
    {
        Field = name,
        Count = moments.Count,
        Missing = documents - moments.Count,
        Mean = moments.MeanX,
        Deviation = moments.DeviationX,
        Min = Min,
        Max = Max,
    };

    private double Edge(int edge)
    {
        double share = (double)edge / maxBins;
        return Min * (1 - share) + Max * share;
    }
}

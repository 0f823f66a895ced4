namespace DataCuration.Selection;

/// <summary>Range and moments of a field, and how its histogram is divided.</summary>
internal sealed class FieldScale(int maxBins)
{
    private readonly SortedSet<double> distinct = [];
    private Correlation.Moments moments;
    private bool isWide;
    private double[]? values;

    public double Min { get; private set; } = double.NaN;

    public double Max { get; private set; } = double.NaN;

    /// <summary>The single values that have a bar each; empty where there are too many. To be asked for after the last number.</summary>
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
        // Halves first, since the range itself may be beyond the largest number.
        double share = (value / 2 - Min / 2) / (Max / 2 - Min / 2);
        return Math.Clamp((int)(share * maxBins), 0, maxBins - 1);
    }

    public (double Low, double High) Bounds(int bin) => isWide ? (Edge(bin), Edge(bin + 1)) : (Values[bin], Values[bin]);

    public FieldSummary ToSummary(string name, long documents) => new(name, moments.Count, documents - moments.Count, moments.MeanX, moments.DeviationX, Min, Max);

    private double Edge(int edge)
    {
        double share = (double)edge / maxBins;
        return Min * (1 - share) + Max * share;
    }
}

namespace DataCuration.Selection;

/// <summary>The histogram of a field in one group.</summary>
internal sealed class FieldCounts(FieldScale scale)
{
    private readonly long[] counts = new long[scale.BinCount];
    private CompensatedSum sum;
    private long count;

    public void Add(double value)
    {
        counts[scale.BinOf(value)]++;
        sum.Add(value);
        count++;
    }

    public FieldHistogram ToHistogram(string field, string? groupField, string group) => new()
    {
        Field = field,
        GroupField = groupField,
        Group = group,
        Count = count,
        Mean = count == 0 ? double.NaN : sum.Value / count,
        Bins = [.. counts.Select((number, bin) => new HistogramBin(scale.Bounds(bin).Low, scale.Bounds(bin).High, number))],
    };
}

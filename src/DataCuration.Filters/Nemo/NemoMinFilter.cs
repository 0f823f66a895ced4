namespace DataCuration.Filters;

/// <summary>A filter of NeMo Curator that keeps documents with a score from a limit on.</summary>
public abstract class NemoMinFilter : NemoFilter
{
    private protected NemoMinFilter(string name, double min)
        : base(name) => Min = min;

    /// <summary>The least score that is kept. Default: that of NeMo Curator, which the class names.</summary>
    public double Min { get; init => field = PeerChecks.NotNegative(value, nameof(Min)); }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Min), Min);
    }

    private protected sealed override bool Keeps(double score) => score >= Min;

    private protected sealed override (double? Min, double? Max) Bounds => (Min, null);
}

namespace DataCuration.Filters;

/// <summary>A filter of NeMo Curator that keeps documents with a score up to a limit.</summary>
public abstract class NemoMaxFilter : NemoFilter
{
    private protected NemoMaxFilter(string name, double max)
        : base(name) => Max = max;

    /// <summary>The greatest score that is kept. Default: that of NeMo Curator, which the class names.</summary>
    public double Max { get; init => field = PeerChecks.NotNegative(value, nameof(Max)); }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Max), Max);
    }

    private protected sealed override bool Keeps(double score) => score <= Max;

    private protected sealed override (double? Min, double? Max) Bounds => (null, Max);
}

namespace DataCuration.Filters;

/// <summary>A filter of NeMo Curator that keeps documents with a score between two limits.</summary>
public abstract class NemoRangeFilter : NemoFilter
{
    private protected NemoRangeFilter(string name, double min, double max)
        : base(name) => (Min, Max) = (min, max);

    /// <summary>The least score that is kept. Default: that of NeMo Curator, which the class names.</summary>
    public double Min { get; init => field = PeerChecks.NotNegative(value, nameof(Min)); }

    /// <summary>The greatest score that is kept. Default: that of NeMo Curator, which the class names.</summary>
    public double Max { get; init => field = PeerChecks.NotNegative(value, nameof(Max)); }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
    }

    private protected sealed override bool Keeps(double score) => score >= Min && score <= Max;

    private protected sealed override (double? Min, double? Max) Bounds => (Min, Max);
}

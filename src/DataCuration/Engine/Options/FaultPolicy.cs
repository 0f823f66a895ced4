namespace DataCuration;

/// <summary>What happens to a document that a stage throws on, and to a record that cannot be read.</summary>
public sealed record FaultPolicy
{
    private FaultPolicy(double maxRatio) => MaxRatio = maxRatio;

    /// <summary>The first fault fails its shard. The default of a bare run.</summary>
    public static FaultPolicy Fail { get; } = new(0);

    /// <summary>The share of a shard's documents (its records, and what expanders make of them) that may be faults, in [0, 1]; 0 for <see cref="Fail"/>.</summary>
    public double MaxRatio { get; }

    /// <summary>Faults go to the quarantine folder with their reason, and the run goes on, until they are more than a share of a shard's documents (its records, and what expanders make of them).</summary>
    /// <param name="maxRatio">That share, in (0, 1]. Default: 0.01. Judged at a shard's end and, within it, after every 1,024 records.</param>
    public static FaultPolicy Quarantine(double maxRatio = 0.01) =>
        maxRatio is > 0 and <= 1 ? new(maxRatio) : throw new ArgumentOutOfRangeException(nameof(maxRatio), maxRatio, "The ratio is above 0 and at most 1.");

    internal bool IsFail => MaxRatio == 0;

    /// <summary>The policy in words.</summary>
    public override string ToString() => IsFail ? "fail" : FormattableString.Invariant($"quarantine up to {MaxRatio}");
}

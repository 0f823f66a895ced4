namespace DataCuration;

/// <summary>The handling of documents on which a stage throws, and of records that cannot be read.</summary>
public sealed record FaultPolicy
{
    private FaultPolicy(double maxRatio) => MaxRatio = maxRatio;

    /// <summary>Fails the shard at its first fault. The default of a run.</summary>
    public static FaultPolicy Fail { get; } = new(0);

    /// <summary>The maximum share of faults among a shard's documents, in [0, 1]; 0 for <see cref="Fail"/>. Children of expanders count as documents.</summary>
    public double MaxRatio { get; }

    /// <summary>
    /// Writes faults with their reason to the quarantine folder and continues, until they exceed a share of a shard's documents. Children of expanders count as
    /// documents.
    /// </summary>
    /// <param name="maxRatio">The share, in (0, 1]. Default: 0.01. It is checked after every 1,024 records and at the shard's end.</param>
    public static FaultPolicy Quarantine(double maxRatio = 0.01) =>
        maxRatio is > 0 and <= 1 ? new(maxRatio) : throw new ArgumentOutOfRangeException(nameof(maxRatio), maxRatio, "The ratio is above 0 and at most 1.");

    internal bool IsFail => MaxRatio == 0;

    /// <summary>Returns the policy as text.</summary>
    public override string ToString() => IsFail ? "fail" : FormattableString.Invariant($"quarantine up to {MaxRatio}");
}

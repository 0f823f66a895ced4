namespace DataCuration;

/// <summary>How input files become shards, the units of work and of resume. Changing an option changes the shards, and with them the output's files.</summary>
public sealed record ShardPlanOptions
{
    /// <summary>A splittable file longer than this is cut at multiples of it.</summary>
    /// <value>In bytes, at least 1; default 16 MiB (our choice: some seconds of work in a typical recipe, and few enough manifests for a terabyte).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long ShardBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ShardBytes must be at least 1.");
    } = 16L << 20;

    /// <summary>Consecutive files share a shard while the sum of their lengths stays below this.</summary>
    /// <value>In bytes as stored; 0 gives every file a shard of its own; default 4 MiB (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long CoalesceBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CoalesceBytes must not be negative.");
    } = 4L << 20;

    /// <summary>Writes the options into a fingerprint.</summary>
    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(ShardBytes), ShardBytes);
        writer.Add(nameof(CoalesceBytes), CoalesceBytes);
    }
}

namespace DataCuration;

/// <summary>
/// The order of input files, and the sizes by which they are divided into shards, the units of work and of resume. Changing an option changes the shards and
/// the output files. Fingerprints contain the shards in their order, not these options.
/// </summary>
public sealed record ShardPlanOptions
{
    /// <summary>The order of the files that patterns match.</summary>
    /// <value>
    /// Default: <see cref="FileOrder.Sorted"/> (our choice). File systems list a folder in different orders, and a deduplication keeps the first of several
    /// equal documents. So files found with <see cref="Directory.EnumerateFiles(string)"/> would give other documents on another machine.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is unknown.</exception>
    public FileOrder FileOrder
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Unknown order.");
    }

    /// <summary>The maximum length of a shard of a splittable file. Longer files are cut at multiples of it.</summary>
    /// <value>In bytes, at least 1; default 16 MiB (our choice: some seconds of work in a typical recipe, and a moderate number of manifests for a
    /// terabyte).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long ShardBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "ShardBytes must be at least 1.");
    } = 16L << 20;

    /// <summary>The maximum total length of consecutive files that share a shard.</summary>
    /// <value>In bytes as stored; 0 gives every file its own shard; default 4 MiB (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long CoalesceBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CoalesceBytes must not be negative.");
    } = 4L << 20;

    /// <summary>The maximum number of consecutive files that share a shard. It spreads many tiny files over workers and machines.</summary>
    /// <value>At least 1; default 1,000 (our choice: 100,000 files of one record are 100 shards).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CoalesceFiles
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CoalesceFiles must be at least 1.");
    } = 1_000;
}

namespace DataCuration;

/// <summary>The division of JSONL files into shards: <see cref="ByteRanges"/> or <see cref="Strided"/>.</summary>
public sealed record JsonlSharding
{
    private JsonlSharding(int processes) => Processes = processes;

    /// <summary>Byte ranges cut at line ends (<see cref="ShardPlanOptions"/>). The corpus has the order of the files, and every byte is read once.</summary>
    public static JsonlSharding ByteRanges { get; } = new(0);

    /// <summary>The number of processes of a strided order; 0 for byte ranges.</summary>
    internal int Processes { get; }

    /// <summary>
    /// The order of the DSIR reference (p-lambda/dsir, <c>_get_virtually_sharded_datasets</c>). A file has S virtual shards, and shard s holds the records of
    /// the lines i with i % S == s, counting blank lines. S is <c>max(1, processes / files)</c>; if there are no fewer processes than files, the first
    /// <c>processes % files</c> files have one more. Each file is read once for each of its shards. Use this order only to repeat a run of the reference,
    /// whose selection depends on it. The reference counts files in the order in which they are listed: set <see cref="ShardPlanOptions.FileOrder"/> to
    /// <see cref="FileOrder.Listed"/> if that is not the order of their paths.
    /// </summary>
    /// <param name="processes">The reference's <c>num_proc</c>; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static JsonlSharding Strided(int processes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processes, 1);
        return new(processes);
    }

    /// <summary>Formats the sharding for fingerprints and messages.</summary>
    public override string ToString() => Processes == 0 ? "byte_ranges" : $"strided({Processes})";
}

namespace DataCuration;

/// <summary>How JSONL files become shards: <see cref="ByteRanges"/> or <see cref="Strided"/>.</summary>
public sealed record JsonlSharding
{
    private JsonlSharding(int processes) => Processes = processes;

    /// <summary>Byte ranges cut at line ends (<see cref="ShardPlanOptions"/>): the corpus's order is the files' order, and every byte is read once.</summary>
    public static JsonlSharding ByteRanges { get; } = new(0);

    /// <summary>The number of processes of a strided order; 0 for byte ranges.</summary>
    internal int Processes { get; }

    /// <summary>
    /// The order of the DSIR reference (p-lambda/dsir, <c>_get_virtually_sharded_datasets</c>): a file has S virtual shards, and shard s holds the records of
    /// the lines i with i % S == s, blank lines counted. S is <c>max(1, processes / files)</c>, and where there are at least as many processes as files, the
    /// first <c>processes % files</c> files have one more. A file is read once for each of its shards: use it only to repeat a run of the reference, whose
    /// selection depends on this order.
    /// </summary>
    /// <param name="processes">The reference's <c>num_proc</c>; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static JsonlSharding Strided(int processes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(processes, 1);
        return new(processes);
    }

    /// <summary>How the sharding reads in fingerprints and messages.</summary>
    public override string ToString() => Processes == 0 ? "byte_ranges" : $"strided({Processes})";
}

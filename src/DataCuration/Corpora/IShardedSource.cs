namespace DataCuration;

/// <summary>
/// Where documents come from: a list of shards, and a reader for each. The list must be a function of the files and options only, never of the number of
/// workers or machines.
/// </summary>
public interface IShardedSource
{
    /// <summary>Writes every option that changes what is read. Files are described by the shards.</summary>
    /// <param name="writer">Takes the options.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Lists the shards, in the corpus's order.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="FileNotFoundException">No file matches.</exception>
    ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a shard.</summary>
    /// <param name="shard">One of the list.</param>
    /// <param name="limits">The limits of the run.</param>
    IShardReader Open(SourceShard shard, ReadLimits limits);
}

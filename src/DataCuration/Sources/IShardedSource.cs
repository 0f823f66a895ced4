namespace DataCuration;

/// <summary>
/// A source of documents: a list of shards and a reader for each of them. The list must depend only on files and options, not on the number of workers or
/// machines.
/// </summary>
public interface IShardedSource
{
    /// <summary>Writes every option that changes what is read into a fingerprint. The shards describe the files.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Lists the shards, in the order of the corpus.</summary>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <exception cref="FileNotFoundException">No file matches.</exception>
    ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken);

    /// <summary>Opens a shard.</summary>
    /// <param name="shard">A shard of the list.</param>
    /// <param name="limits">The limits of the run.</param>
    IShardReader Open(SourceShard shard, ReadLimits limits);
}

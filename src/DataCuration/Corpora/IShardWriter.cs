namespace DataCuration;

/// <summary>Writes one shard's documents. Used by one thread at a time.</summary>
public interface IShardWriter : IAsyncDisposable
{
    /// <summary>Writes documents.</summary>
    /// <param name="documents">The documents, in order; not to be held after the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the shard: writes what is left. Not called for a shard that failed. Streams of <see cref="ShardOutput"/> may be left open: the engine closes
    /// them.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

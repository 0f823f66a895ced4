namespace DataCuration;

/// <summary>Writes one shard's documents. It is used by one thread at a time.</summary>
public interface IShardWriter : IAsyncDisposable
{
    /// <summary>Writes documents.</summary>
    /// <param name="documents">The documents, in order. The memory is only valid during the call.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken);

    /// <summary>
    /// Completes the shard: writes everything that is still buffered. It is not called for a shard that failed. Streams of <see cref="ShardOutput"/> may stay
    /// open; the engine closes them.
    /// </summary>
    /// <param name="cancellationToken">Cancels the writing.</param>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

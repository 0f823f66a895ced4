namespace DataCuration;

/// <summary>Reads one shard, batch by batch. Used by one thread at a time.</summary>
public interface IShardReader : IAsyncDisposable
{
    /// <summary>The bytes read of the files so far (compressed bytes for compressed files), for progress.</summary>
    long BytesRead { get; }

    /// <summary>
    /// Adds records to the batch until it is full or the shard ends. Every record is accounted for in order by exactly one call of the batch:
    /// <see cref="DocumentBatch.Add"/>, <see cref="DocumentBatch.AddFault"/>, or <see cref="DocumentBatch.Skip"/> where
    /// <see cref="DocumentBatch.WantsNext"/> is false. Damage that makes the rest of a file unreadable throws <see cref="InvalidDataException"/> with the
    /// file and offset.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False if the shard has no more records after those added.</returns>
    ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken);
}

namespace DataCuration;

/// <summary>Reads a shard in batches. It is used by one thread at a time.</summary>
public interface IShardReader : IAsyncDisposable
{
    /// <summary>The number of bytes read so far, for progress. For compressed files, compressed bytes.</summary>
    long BytesRead { get; }

    /// <summary>
    /// Adds records to the batch until it is full or the shard ends. The reader calls exactly one method of the batch for every record, in order:
    /// <see cref="DocumentBatch.Add"/>, <see cref="DocumentBatch.AddFault"/>, or <see cref="DocumentBatch.Skip"/> if <see cref="DocumentBatch.WantsNext"/> is
    /// false. Damage that makes the rest of a file unreadable throws <see cref="InvalidDataException"/> with the file and offset.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>False if the shard has no more records after those added.</returns>
    ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken);
}

namespace DataCuration;

/// <summary>
/// A stage that is faster on many documents at once (a model on a GPU, one request for a page of texts). If it throws, the engine hands it the batch's
/// documents one by one, so that only the culprit is a fault.
/// </summary>
public abstract class BatchTransform : Stage
{
    /// <summary>The most documents of one call; 1 or more. Default: 64. A shard's last batch may be smaller.</summary>
    public virtual int BatchSize => 64;

    /// <summary>Works on a batch.</summary>
    /// <param name="documents">The documents, in order.</param>
    /// <param name="results">As many results, each <see cref="StageResult.Keep"/> at first: set those that are something else.</param>
    /// <param name="context">The worker's context.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    protected internal abstract ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context, CancellationToken cancellationToken);
}

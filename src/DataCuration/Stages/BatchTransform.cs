namespace DataCuration;

/// <summary>
/// A stage that is faster on many documents at once, such as a model on a GPU. Batches are filled across the reader's batches. If a call throws, the engine
/// calls the stage again with each document alone, so that only the culprit becomes a fault.
/// </summary>
public abstract class BatchTransform : Stage
{
    /// <summary>
    /// The number of documents in a call. A shard's last batch may be smaller. So may one for which 65,536 drops or faults, or
    /// <see cref="RunOptions.WindowBytes"/> of them, would wait in memory.
    /// </summary>
    /// <value>1 or more; default 64.</value>
    public virtual int BatchSize => 64;

    /// <summary>The number of calls that run at once in one shard. The next batch is filled meanwhile.</summary>
    /// <value>1 or more; default 1.</value>
    public virtual int MaxConcurrency => 1;

    /// <summary>Processes a batch.</summary>
    /// <param name="documents">The documents, in order.</param>
    /// <param name="results">One result for each document, <see cref="StageResult.Keep"/> at first. Set those that differ.</param>
    /// <param name="context">The call's context.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    protected internal abstract ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken);
}

namespace DataCuration;

/// <summary>A stage that waits on something for each document (a language model, a service). Results keep their order however the calls finish.</summary>
public abstract class AsyncDocumentTransform : Stage
{
    /// <summary>How many documents of one shard are worked on at once; 1 or more. Default: 1.</summary>
    public virtual int MaxConcurrency => 1;

    /// <summary>Edits a document. Called concurrently for up to <see cref="MaxConcurrency"/> documents.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context; <see cref="StageContext.Scratch{T}"/> is not for concurrent use.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The document to go on with, or why it is dropped.</returns>
    protected internal abstract ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken);
}

namespace DataCuration.Deduplication;

/// <summary>A map task of a fit that handles one document at a time.</summary>
internal abstract class DocumentWriter : IShardWriter
{
    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        foreach (Document document in documents.Span)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Add(document);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Complete();
        return ValueTask.CompletedTask;
    }

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected abstract void Add(Document document);

    protected abstract void Complete();
}

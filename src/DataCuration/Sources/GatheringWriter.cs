namespace DataCuration;

/// <summary>Keeps a batch's documents until they are taken.</summary>
internal sealed class GatheringWriter : IShardWriter
{
    private List<Document> documents = [];

    public List<Document> Take()
    {
        List<Document> taken = documents;
        documents = [];
        return taken;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<Document> batch, CancellationToken cancellationToken)
    {
        documents.AddRange(batch.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

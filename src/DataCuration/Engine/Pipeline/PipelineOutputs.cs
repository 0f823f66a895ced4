namespace DataCuration;

/// <summary>Where a shard's documents end: the sink, the drops, the quarantine.</summary>
internal sealed class PipelineOutputs(IShardWriter sink, FaultWriter faults, DropWriter? drops)
{
    public FaultWriter Faults => faults;

    public long Kept { get; private set; }

    public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
    {
        Kept += documents.Length;
        return sink.WriteAsync(documents, cancellationToken);
    }

    public void Dropped(Document document, string stage, string reason) => drops?.Add(document, stage, reason);
}

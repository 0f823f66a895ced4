namespace DataCuration;

/// <summary>Writes what stages drop, with stage and reason, to a folder beside the output (<see cref="Corpus.DropsTo"/>).</summary>
internal sealed class DropWriter(IShardWriter writer) : IAsyncDisposable
{
    private readonly PriorityQueue<Document, (long Record, int Child, string Id)> pending = new(RecordPlace.Order);
    private readonly List<Document> ready = [];

    public static DropWriter Open(ShardOutput output, string folder) =>
        new(new JsonlSink(new JsonlWriteOptions()).Open(output.InFolder(folder)));

    /// <summary>The number of drops that are not written yet.</summary>
    public int Pending => pending.Count;

    /// <summary>The bytes of their texts.</summary>
    public long PendingBytes { get; private set; }

    public void Add(Document document, string stage, string reason)
    {
        Document dropped = document.Edit().Set(DropAnnotations.Stage, stage).Set(DropAnnotations.Reason, reason).Build();
        pending.Enqueue(dropped, (dropped.Origin.Record, dropped.Origin.Child, dropped.Id));
        PendingBytes += PipelineNode.SizeOf(dropped);
    }

    /// <summary>Writes the drops of finished records in the order of the records, so that neither batches nor windows show in the output.</summary>
    /// <param name="done">All records before this one are finished.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async ValueTask FlushAsync(long done, CancellationToken cancellationToken)
    {
        while (pending.TryPeek(out Document? next, out (long Record, int Child, string Id) place) && place.Record < done)
        {
            pending.Dequeue();
            PendingBytes -= PipelineNode.SizeOf(next);
            ready.Add(next);
        }
        if (ready.Count == 0) return;
        await writer.WriteAsync(ready.ToArray(), cancellationToken).ConfigureAwait(false);
        ready.Clear();
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}

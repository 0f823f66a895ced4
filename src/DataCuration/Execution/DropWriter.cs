namespace DataCuration;

/// <summary>Writes what stages drop, with stage and reason, to a folder beside the output (<see cref="Corpus.DropsTo"/>).</summary>
internal sealed class DropWriter(IShardWriter writer) : IAsyncDisposable
{
    public static readonly AnnotationKey<string> Stage = new("drop_stage");
    public static readonly AnnotationKey<string> Reason = new("drop_reason");
    private const int BatchSize = 256;
    private readonly List<Document> pending = new(BatchSize);

    public static DropWriter Open(ShardOutput output, string folder) =>
        new(new JsonlSink(new JsonlWriteOptions()).Open(output.InFolder(folder)));

    public void Add(Document document, string stage, string reason) =>
        pending.Add(document.Edit().Set(Stage, stage).Set(Reason, reason).Build());

    /// <summary>Writes what has gathered; called once per batch of the reader. In the order of the records, not of the stages: batches must not show in the output.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (pending.Count == 0) return;
        Document[] ordered = [.. pending.OrderBy(document => document.Origin.Record).ThenBy(document => document.Origin.Child).ThenBy(document => document.Id, StringComparer.Ordinal)];
        await writer.WriteAsync(ordered, cancellationToken).ConfigureAwait(false);
        pending.Clear();
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}

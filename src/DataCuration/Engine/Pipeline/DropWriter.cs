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

    /// <summary>The number of drops that are not written yet.</summary>
    public int Pending => pending.Count;

    /// <summary>Writes the drops of finished records in the order of the records, so that neither batches nor windows show in the output.</summary>
    /// <param name="done">All records before this one are finished.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async ValueTask FlushAsync(long done, CancellationToken cancellationToken)
    {
        if (pending.Count == 0) return;
        Document[] ready =
        [
            .. pending.Where(document => document.Origin.Record < done)
                .OrderBy(document => document.Origin.Record).ThenBy(document => document.Origin.Child).ThenBy(document => document.Id, StringComparer.Ordinal),
        ];
        if (ready.Length == 0) return;
        await writer.WriteAsync(ready, cancellationToken).ConfigureAwait(false);
        if (ready.Length == pending.Count) pending.Clear();
        else pending.RemoveAll(document => document.Origin.Record < done);
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}

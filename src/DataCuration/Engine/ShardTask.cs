using System.Collections.Immutable;

namespace DataCuration;

/// <summary>Takes one shard of a corpus through its stages into a sink.</summary>
internal sealed class ShardTask : PhaseTask
{
    private readonly PlannedShard planned;
    private readonly IDocumentSink sink;
    private readonly string? dropFolder;
    private readonly Action<PlannedShard, CancellationToken> checkInput;

    private ShardTask(int index, PlannedShard planned, ImmutableArray<FingerprintPart> parts, IDocumentSink sink, string? dropFolder,
        Action<PlannedShard, CancellationToken> checkInput)
        : base(index, planned.Describe(), parts, planned.Shard.Bytes)
    {
        this.planned = planned;
        this.sink = sink;
        this.dropFolder = dropFolder;
        this.checkInput = checkInput;
    }

    /// <summary>Makes the tasks of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sink">Receives the documents.</param>
    /// <param name="checkInput">Checks the files of a shard before they are read.</param>
    public static ImmutableArray<PhaseTask> CreateAll(CorpusPlan plan, IDocumentSink sink, Action<PlannedShard, CancellationToken> checkInput)
    {
        var tasks = ImmutableArray.CreateBuilder<PhaseTask>(plan.Shards.Length);
        for (int i = 0; i < plan.Shards.Length; i++)
        {
            var writer = new FingerprintWriter();
            plan.Shards[i].DescribeInput(writer);
            tasks.Add(new ShardTask(i, plan.Shards[i], [.. writer.Parts], sink, plan.Corpus.DropFolder, checkInput));
        }
        return tasks.ToImmutable();
    }

    public override async Task<ImmutableArray<StageReport>> ExecuteAsync(TaskScope scope, CancellationToken cancellationToken)
    {
        checkInput(planned, cancellationToken);
        IShardWriter writer = sink.Open(scope.Output);
        ShardLoop? loop = null;
        ImmutableArray<StageReport> reports;
        try
        {
            loop = new ShardLoop(planned, Index, writer, dropFolder, scope, cancellationToken);
            while (await loop.StepAsync().ConfigureAwait(false))
            {
            }
            planned.RequireUnchanged();
            reports = await loop.CompleteAsync(cancellationToken).ConfigureAwait(false);
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Not "await using": what closing a broken reader or writer throws must not hide why it broke.
            await DisposeQuietlyAsync(loop, scope).ConfigureAwait(false);
            await DisposeQuietlyAsync(writer, scope).ConfigureAwait(false);
            throw;
        }
        try
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }
        return reports;
    }

    private async ValueTask DisposeQuietlyAsync(IAsyncDisposable? disposable, TaskScope scope)
    {
        if (disposable is null) return;
        try
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            scope.Warnings.Add(
                $"shard {Index}: closing {disposable.GetType().Name} after a failure failed too: {e.GetType().Name}: {e.Message}");
        }
    }
}

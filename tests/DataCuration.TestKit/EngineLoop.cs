using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.TestKit;

/// <summary>Runs the engine's loop over one shard of documents in memory, into a sink that does nothing, to measure the loop itself.</summary>
public sealed class EngineLoop
{
    private readonly RunOptions options = new();
    private readonly CorpusBranch branch;

    /// <summary>Prepares the documents: copies that are numbered like a source's records.</summary>
    public EngineLoop(IEnumerable<Document> documents, params Stage[] stages)
    {
        Documents = [.. documents.Select((document, i) =>
            new Document(document, null, null, document.Slots, new DocumentOrigin { Source = "memory", Offset = i, Record = i }))];
        branch = new(new ReadySource(Documents), [.. stages]);
    }

    /// <summary>The documents that the engine receives.</summary>
    public Document[] Documents { get; }

    /// <summary>Passes all documents through the stages.</summary>
    /// <returns>The number of documents that came out.</returns>
    public long Run()
    {
        using var resources = new ResourcePool();
        var worker = new WorkerState(resources, options, NullLogger.Instance, TimeProvider.System);
        var progress = new PhaseProgress("loop", null, TimeProvider.System, 0, 1, 0);
        var scope = new TaskScope("loop", new ShardOutput(0, static _ => Stream.Null), worker, progress, options, new TaskWarnings(null), TimeProvider.System);
        var planned = new PlannedShard(branch, "", 0, new SourceShard([], 0));
        var loop = new ShardLoop(planned, 0, new NullWriter(), null, scope, CancellationToken.None);
        while (Wait(loop.StepAsync()))
        {
        }
        return Wait(loop.CompleteAsync(CancellationToken.None))[^1].Kept;
    }

    // This loop never waits: it runs on the caller's thread.
    private static T Wait<T>(ValueTask<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("The loop waited, or failed.", task.AsTask().Exception);

    private sealed class ReadySource(Document[] documents) : IShardedSource
    {
        public void Describe(FingerprintWriter writer) => writer.Add("documents", documents.Length);

        public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) => new([new SourceShard([], 0)]);

        public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(documents);

        private sealed class Reader(Document[] documents) : IShardReader
        {
            private int next;

            public long BytesRead => 0;

            public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
            {
                while (next < documents.Length && !batch.IsFull) batch.Add(documents[next++]);
                return new(next < documents.Length);
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    private sealed class NullWriter : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken) => default;

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

        public ValueTask DisposeAsync() => default;
    }
}

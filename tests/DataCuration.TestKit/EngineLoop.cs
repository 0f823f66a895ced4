using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.TestKit;

/// <summary>The engine's loop over one shard of documents that are there already, into a sink that does nothing: what the loop itself costs.</summary>
public sealed class EngineLoop
{
    private readonly RunOptions options = new();
    private readonly CorpusBranch branch;

    /// <summary>Prepares the documents: copies that are numbered as a source's records are.</summary>
    public EngineLoop(IEnumerable<Document> documents, params Stage[] stages)
    {
        Documents = [.. documents.Select((document, i) => new Document(document, null, null, document.Slots, new DocumentOrigin { Source = "memory", Offset = i, Record = i }))];
        branch = new(new ReadySource(Documents), [.. stages]);
    }

    /// <summary>The documents as the engine gets them.</summary>
    public Document[] Documents { get; }

    /// <summary>Takes all documents through the stages.</summary>
    /// <returns>How many came out.</returns>
    public long Run()
    {
        using var resources = new ResourcePool();
        var worker = new WorkerState(resources, options, NullLogger.Instance, TimeProvider.System);
        var progress = new PhaseProgress("loop", null, TimeProvider.System, 0, 1, 0);
        var scope = new TaskScope("loop", new ShardOutput(0, static _ => Stream.Null), worker, progress, options, NullLogger.Instance, TimeProvider.System);
        var planned = new PlannedShard(branch, "", 0, new SourceShard([], 0));
        var loop = new ShardLoop(planned, 0, new NullWriter(), null, scope, CancellationToken.None);
        while (Wait(loop.StepAsync()))
        {
        }
        return Wait(loop.CompleteAsync(CancellationToken.None))[^1].Kept;
    }

    // Nothing in this loop waits: it all runs on the caller's thread.
    private static T Wait<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("The loop waited, or failed.", task.AsTask().Exception);

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

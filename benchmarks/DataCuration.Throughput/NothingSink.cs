namespace DataCuration.Throughput;

/// <summary>A sink that discards documents, so that only reading is measured.</summary>
internal sealed class NothingSink : IDocumentSink
{
    public void Describe(FingerprintWriter writer) => writer.Add("writes", "nothing");

    public IShardWriter Open(ShardOutput output) => new Writer();

    private sealed class Writer : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

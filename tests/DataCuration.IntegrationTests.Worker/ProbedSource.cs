namespace DataCuration.IntegrationTests.Worker;

/// <summary>JSONL that says when it is read.</summary>
public sealed class ProbedSource(IReadOnlyList<string> patterns, JsonlReadOptions options) : IShardedSource
{
    private readonly JsonlSource inner = new(patterns, options);

    public void Describe(FingerprintWriter writer) => inner.Describe(writer);

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) => inner.ListShardsAsync(cancellationToken);

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(inner.Open(shard, limits));

    private sealed class Reader(IShardReader reader) : IShardReader
    {
        public long BytesRead => reader.BytesRead;

        public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            Probe.Say("read");
            return reader.ReadAsync(batch, cancellationToken);
        }

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}

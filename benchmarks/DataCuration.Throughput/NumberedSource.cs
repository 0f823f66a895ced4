namespace DataCuration.Throughput;

/// <summary>A source of one shard with small, numbered documents. It counts the documents of each batch that the engine asks for.</summary>
internal sealed class NumberedSource(int documents) : IShardedSource
{
    /// <summary>The number of documents in each batch, in order.</summary>
    public List<int> BatchSizes { get; } = [];

    public void Describe(FingerprintWriter writer) => writer.Add("documents", documents);

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        var segment = new SourceSegment { Path = "numbers", End = documents, FileLength = documents, FileFingerprint = "" };
        return ValueTask.FromResult<IReadOnlyList<SourceShard>>([new SourceShard([segment], documents)]);
    }

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(this, documents);

    private sealed class Reader(NumberedSource source, int documents) : IShardReader
    {
        private int next;

        public long BytesRead => next;

        public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            int first = next;
            for (; next < documents && !batch.IsFull; next++)
                batch.Add(new Document(default, "text"u8.ToArray(), new DocumentOrigin { Source = "numbers", Offset = next, Record = batch.NextRecord }));
            if (next > first) source.BatchSizes.Add(next - first);
            return ValueTask.FromResult(next < documents);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

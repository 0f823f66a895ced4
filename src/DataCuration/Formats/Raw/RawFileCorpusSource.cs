namespace DataCuration;

/// <summary>A source of raw files. Each document carries its raw bytes until a stage extracts them.</summary>
internal sealed class RawFileCorpusSource(IEnumerable<string> patterns, RawFileReadOptions options) : IShardedSource
{
    private readonly RawFileSource files = new(patterns, options);

    public void Describe(FingerprintWriter writer) => RawFileSource.Describe(writer);

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) => new(files.ListShards());

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(RawFileSource.Open(shard, limits));

    private sealed class Reader(RawFileReader files) : IShardReader
    {
        public long BytesRead => files.BytesRead;

        public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            while (files.HasNext && !batch.IsFull)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!batch.WantsNext)
                {
                    files.Skip();
                    batch.Skip();
                }
                else if (files.TryReadNext(out RawDocument? raw, out RecordFault? fault))
                {
                    batch.Add(new Document(raw, new DocumentOrigin { Source = raw.Id, Offset = 0, Record = batch.NextRecord }));
                }
                else
                {
                    batch.AddFault(fault);
                }
            }
            return new(files.HasNext);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

namespace DataCuration;

/// <summary>The documents of an asynchronous sequence, as one shard.</summary>
internal sealed class AsyncEnumerableSource(string name, Func<CancellationToken, IAsyncEnumerable<Document>> factory) : IShardedSource
{
    public void Describe(FingerprintWriter writer) => writer.Add("name", name);

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SourceShard>>(
            [new SourceShard([new SourceSegment { Path = name, End = 0, FileLength = 0, FileFingerprint = "" }], 0)]);

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(name, factory);

    private sealed class Reader(string name, Func<CancellationToken, IAsyncEnumerable<Document>> factory) : IShardReader
    {
        private IAsyncEnumerator<Document>? documents;

        public long BytesRead { get; private set; }

        public async ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            documents ??= factory(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (!batch.IsFull)
            {
                if (!await documents.MoveNextAsync().ConfigureAwait(false)) return false;
                Document document = documents.Current;
                BytesRead += document.Utf8Text.Length;
                long record = batch.NextRecord;
                if (!batch.WantsNext) batch.Skip();
                else batch.Add(new Document(document, null, null, document.Slots,
                    new DocumentOrigin { Source = document.Origin.Source ?? name, Offset = record, Record = record }));
            }
            return true;
        }

        public ValueTask DisposeAsync() => documents?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text;

namespace DataCuration;

/// <summary>A source of documents in memory. A hash of their ids, texts and fields identifies them.</summary>
internal sealed class MemorySource : IShardedSource
{
    /// <summary>Small enough that a few thousand documents use several workers.</summary>
    private const int DocumentsPerShard = 1_024;
    private readonly Document[] documents;
    private readonly string fingerprint;

    public MemorySource(Document[] documents)
    {
        this.documents = documents;
        var hash = new XxHash128();
        foreach (Document document in documents)
        {
            hash.Append(Encoding.UTF8.GetBytes(document.Id));
            hash.Append(BitConverter.GetBytes(document.Utf8Text.Length));
            hash.Append(document.Utf8Text.Span);
            foreach ((string name, AnnotationValue value) in document.ListFields()) hash.Append(Encoding.UTF8.GetBytes($"{name}={value.Kind}:{value};"));
        }
        fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    public void Describe(FingerprintWriter writer) => writer.Add("documents", $"{documents.Length} documents, {fingerprint}");

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        var shards = new List<SourceShard>();
        for (int start = 0; start < documents.Length; start += DocumentsPerShard)
        {
            int end = Math.Min(start + DocumentsPerShard, documents.Length);
            long bytes = documents.AsSpan(start, end - start).ToArray().Sum(document => (long)document.Utf8Text.Length);
            shards.Add(new SourceShard(
                [new SourceSegment { Path = "memory", Start = start, End = end, FileLength = documents.Length, FileFingerprint = fingerprint }], bytes));
        }
        return ValueTask.FromResult<IReadOnlyList<SourceShard>>(shards);
    }

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(documents, shard.Segments[0]);

    private sealed class Reader(Document[] documents, SourceSegment segment) : IShardReader
    {
        private long next = segment.Start;

        public long BytesRead { get; private set; }

        public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            for (; next < segment.End && !batch.IsFull; next++)
            {
                Document document = documents[next];
                BytesRead += document.Utf8Text.Length;
                if (!batch.WantsNext) batch.Skip();
                else batch.Add(new Document(document, null, null, document.Slots,
                    new DocumentOrigin { Source = "memory", Offset = next, Record = batch.NextRecord }));
            }
            return ValueTask.FromResult(next < segment.End);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

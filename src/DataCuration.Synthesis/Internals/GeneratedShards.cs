using System.Globalization;

namespace DataCuration.Synthesis;

/// <summary>The shards and the reader of a source whose documents are computed from their numbers.</summary>
internal static class GeneratedShards
{
    /// <summary>Divides document numbers into shards. No file exists, so the name and the options identify the content.</summary>
    /// <param name="name">The source's name.</param>
    /// <param name="documents">The number of documents.</param>
    /// <param name="documentsPerShard">The number of documents of a shard; the last one may have fewer.</param>
    /// <param name="bytesPerDocument">An estimate, for progress.</param>
    public static IReadOnlyList<SourceShard> List(string name, long documents, int documentsPerShard, int bytesPerDocument)
    {
        var shards = new List<SourceShard>();
        for (long start = 0; start < documents; start += documentsPerShard)
        {
            long end = Math.Min(documents, start + documentsPerShard);
            var segment = new SourceSegment { Path = name, Start = start, End = end, FileLength = documents, FileFingerprint = "generated" };
            shards.Add(new SourceShard([segment], (end - start) * bytesPerDocument));
        }
        return shards;
    }

    /// <summary>Opens a shard of <see cref="List"/>.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="create">Creates the document of a number. The origin is the one that the document must have.</param>
    public static IShardReader Open(SourceShard shard, Func<long, DocumentOrigin, Document> create)
    {
        ArgumentNullException.ThrowIfNull(shard);
        return new Reader(shard.Segments[0], create);
    }

    /// <summary>Formats a number for an id or a text.</summary>
    public static string Format(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Reader(SourceSegment segment, Func<long, DocumentOrigin, Document> create) : IShardReader
    {
        private long next = segment.Start;

        public long BytesRead { get; private set; }

        public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            for (; next < segment.End && !batch.IsFull; next++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!batch.WantsNext)
                {
                    batch.Skip();
                    continue;
                }
                Document document = create(next, new DocumentOrigin { Source = segment.Path, Offset = next, Record = batch.NextRecord });
                BytesRead += document.Utf8Text.Length;
                batch.Add(document);
            }
            return ValueTask.FromResult(next < segment.End);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

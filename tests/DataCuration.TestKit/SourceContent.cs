namespace DataCuration.TestKit;

/// <summary>The content of a source, read shard by shard without an engine.</summary>
public sealed record SourceContent(IReadOnlyList<SourceShard> Shards, IReadOnlyList<Document> Documents, IReadOnlyList<RecordFault> Faults,
    IReadOnlyList<long> RecordsByShard)
{
    /// <summary>The warnings about the input.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    public static async Task<SourceContent> ReadAsync(
        IShardedSource source, int maxRecordBytes = 1 << 20, int batchDocuments = 5, Func<long, bool>? selection = null, long recordLimit = long.MaxValue)
    {
        IReadOnlyList<SourceShard> shards = await source.ListShardsAsync(CancellationToken.None);
        var documents = new List<Document>();
        var faults = new List<RecordFault>();
        var records = new List<long>();
        var warnings = new TaskWarnings(null);
        foreach (SourceShard shard in shards)
        {
            var batch = new DocumentBatch(batchDocuments, long.MaxValue, selection)
            {
                RecordLimit = recordLimit,
                Warnings = warnings,
            };
            await using IShardReader reader = source.Open(shard, new ReadLimits { MaxRecordBytes = maxRecordBytes });
            for (bool more = true; more;)
            {
                more = await reader.ReadAsync(batch, CancellationToken.None);
                documents.AddRange(batch.Documents.Take(batch.Count));
                faults.AddRange(batch.Faults.Select(fault => fault.Fault));
                batch.Clear();
            }
            records.Add(batch.NextRecord);
        }
        return new(shards, documents, faults, records) { Warnings = [.. warnings.ToWarnings().Select(warning => warning.Message)] };
    }
}

using System.IO.Hashing;
using System.Text;

namespace DataCuration.Extensibility.Tests;

/// <summary>
/// A whole-corpus fit from outside, in two phases and a join. Of documents whose texts are equal after normalization (lower case, white space folded), the
/// first one in the order of the corpus is kept. Every record gets the id of its cluster, which is the id of the cluster's first record.
/// </summary>
public sealed class ExactDeduplication : CorpusFit<KeepList>
{
    /// <summary>The name of the provenance table.</summary>
    public const string Cluster = "cluster";

    /// <summary>The number of partitions: memory holds the hashes of one.</summary>
    public int Partitions { get; init; } = 7;

    /// <summary>The largest number of groups of shards. A task decides for one group, and memory holds the group's records.</summary>
    public int MaxGroups { get; init; } = 1_024;

    /// <summary>The id of a record in the whole corpus: its shard in the upper 24 bits, its number in the shard in the lower 40.</summary>
    public static long IdOf(int shard, long record) => ((long)shard << 40) | record;

    private static int ShardOf(long id) => (int)(id >> 40);

    private static long RecordOf(long id) => id & ((1L << 40) - 1);

    protected override void Describe(FingerprintWriter writer) => writer.Add("version", 1);

    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        scope.RequireKeepList();
        int groups = Math.Clamp(scope.ShardCount, 1, MaxGroups);

        // Phase 1: each shard's hashes, by partition.
        PhaseFiles hashes = await scope.MapAsync("hashes", scope.Corpus, new HashSink(Partitions), cancellationToken);

        // Phase 2: the first record of each hash, by groups of shards.
        PhaseFiles clusters = await scope.ReduceAsync("clusters", Partitions, (output, token) =>
        {
            FindFirst(new Partitions(hashes, HashSink.Name), output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken);

        // Each shard's part of the list.
        PhaseFiles parts = await scope.ReduceAsync("parts", groups, (output, _) =>
        {
            var decided = new List<ClusteredRecord>();
            using (PartitionReader reader = new Partitions(clusters, Cluster).Read(output.Index))
                while (reader.Read()) decided.Add(reader.Get<ClusteredRecord>());
            ILookup<int, ClusteredRecord> byShard = decided.OrderBy(record => record.Id).ToLookup(record => ShardOf(record.Id));
            for (int shard = output.Index; shard < scope.ShardCount; shard += groups)
                WritePart(byShard[shard], output, shard, hashes.GetRecordCount(shard));
            return Task.CompletedTask;
        }, cancellationToken);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken);
    }

    private static void FindFirst(Partitions hashes, ShardOutput output, int groups, CancellationToken cancellationToken)
    {
        var first = new Dictionary<UInt128, long>();
        var writer = new PartitionWriter(output, Cluster, groups, recordSize: 16);
        using PartitionReader reader = hashes.Read(output.Index);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            HashedRecord record = reader.Get<HashedRecord>();
            // Shards come in order, and so do their records: the first one met is the first of the corpus.
            long id = IdOf(reader.Shard, record.Record);
            if (!first.TryGetValue(new UInt128(record.High, record.Low), out long cluster))
                first.Add(new UInt128(record.High, record.Low), cluster = id);
            writer.WriteTo(reader.Shard % groups, new ClusteredRecord(id, cluster));
        }
        writer.Complete();
    }

    private static void WritePart(IEnumerable<ClusteredRecord> decided, ShardOutput output, int shard, long records)
    {
        var part = new KeepListPart(output, records, shard);
        RecordTableWriter<long> table = part.AddProvenance<long>(Cluster);
        foreach (ClusteredRecord record in decided)
        {
            table.Append(RecordOf(record.Id), record.Cluster);
            if (record.Cluster == record.Id) part.Keep(RecordOf(record.Id));
        }
        part.Complete();
    }

    private readonly record struct HashedRecord(ulong High, ulong Low, long Record);

    private readonly record struct ClusteredRecord(long Id, long Cluster);

    private sealed class HashSink(int partitions) : IDocumentSink
    {
        public const string Name = "hashes";

        public void Describe(FingerprintWriter writer) => writer.Add("partitions", partitions);

        public IShardWriter Open(ShardOutput output) => new Writer(new PartitionWriter(output, Name, partitions, recordSize: 24));
    }

    private sealed class Writer(PartitionWriter records) : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                UInt128 hash = XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(Normalize(document.Text)));
                var record = new HashedRecord((ulong)(hash >> 64), (ulong)hash, document.Origin.Record);
                records.Write(record.High, record);
            }
            return default;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            records.Complete();
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>Lower case, and every run of white space one space.</summary>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c)) folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd(' ');
    }
}

using System.Buffers.Binary;
using DataCuration.Deduplication;

namespace DataCuration.Synthesis;

/// <summary>
/// Counts near duplicates in a corpus: documents that share all hashes of at least one band of their MinHash signatures (<see cref="MinHashSigner"/>), joined
/// into clusters. Generated texts repeat each other more than written ones, and the number says how much of a corpus is new.
/// </summary>
/// <remarks>
/// Nothing is removed. A pair with a similarity of 0.72 counts with a probability of about one half, as in datatrove's deduplication. Memory: the hashes of
/// a 64th of the documents' bands, and 4 bytes for each document.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// Console.WriteLine(await Corpus.FromJsonl("synthetic/*.jsonl").FitAsync(new NearDuplicateMeter(), run));
/// </code>
/// </example>
public sealed class NearDuplicateMeter : CorpusFit<NearDuplicateReport>
{
    private const string ReportName = "near-duplicates.json";

    /// <summary>The parameters of the signatures. Default: <see cref="MinHashPresets.Datatrove"/>, 14 bands of 8 hashes over five words.</summary>
    public MinHashParameters MinHash { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The number of parts that hashes are divided into; each is a task of its own.</summary>
    internal int PartitionCount { get; init; } = 64;

    /// <inheritdoc/>
    public override string Name => "near-duplicates";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("meter", "near-duplicates/2");
        MinHash.Describe(writer);
    }

    /// <inheritdoc/>
    protected override async Task<NearDuplicateReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles buckets = await scope.MapAsync("buckets", scope.Corpus, new BucketSink(MinHash, PartitionCount), cancellationToken).ConfigureAwait(false);
        PhaseFiles pairs = await scope.ReduceAsync("pairs", PartitionCount, (output, token) =>
        {
            WritePairs(new Partitions(buckets, BucketSink.RecordName), output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles report = await scope.FinishAsync("report", (output, token) =>
        {
            using Stream file = output.CreateFile(ReportName);
            Count(buckets, new Partitions(pairs, BucketSink.RecordName), token).WriteJson(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return NearDuplicateReport.Load(report.FindFile(ReportName)!, report.Files);
    }

    /// <summary>Pairs each document with the first one that has the same bucket.</summary>
    private static void WritePairs(Partitions buckets, ShardOutput output, CancellationToken cancellationToken)
    {
        var first = new Dictionary<ulong, DocumentPlace>();
        var writer = new PartitionWriter(output, BucketSink.RecordName, 1, PlacePair.Size);
        using PartitionReader reader = buckets.Read(output.Index);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            BucketRecord record = reader.Get<BucketRecord>();
            var place = new DocumentPlace(record.Number, reader.Shard);
            if (!first.TryAdd(record.Key, place)) writer.WriteTo(0, new PlacePair(first[record.Key], place));
        }
        writer.Complete();
    }

    private static NearDuplicateReport Count(PhaseFiles buckets, Partitions pairs, CancellationToken cancellationToken)
    {
        // Documents of a shard are numbered from 0; the shards follow each other.
        var starts = new long[buckets.TaskCount + 1];
        long signed = 0;
        for (int shard = 0; shard < buckets.TaskCount; shard++)
        {
            byte[] counts = buckets.Files.ReadAllBytes(buckets.Find(shard, BucketSink.CountsSuffix)!);
            starts[shard + 1] = starts[shard] + BinaryPrimitives.ReadInt64LittleEndian(counts);
            signed += BinaryPrimitives.ReadInt64LittleEndian(counts.AsSpan(sizeof(long)));
        }
        long documents = starts[^1];
        using var sets = new UnionFind(documents);
        using (PartitionReader reader = pairs.Read(0))
        {
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                PlacePair pair = reader.Get<PlacePair>();
                sets.Union(starts[pair.First.Shard] + pair.First.Number, starts[pair.Second.Shard] + pair.Second.Number);
            }
        }
        var sizes = new Dictionary<long, long>();
        for (long i = 0; i < documents; i++)
        {
            long root = sets.Find(i);
            if (root != i) sizes[root] = sizes.GetValueOrDefault(root, 1) + 1;
        }
        return new NearDuplicateReport
        {
            Documents = documents,
            SignedDocuments = signed,
            Clusters = sizes.Count,
            LargestCluster = sizes.Count == 0 ? 0 : sizes.Values.Max(),
            NearDuplicates = documents - sets.SetCount,
        };
    }
}

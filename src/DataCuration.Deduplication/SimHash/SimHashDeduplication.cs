namespace DataCuration.Deduplication;

/// <summary>
/// Removes near duplicates by SimHash: documents whose fingerprints differ in few bits are joined into clusters, and of each the record with the lowest (file,
/// position) stays. All pairs within the distance are found.
/// </summary>
/// <remarks>
/// Memory: for each worker 16 MiB, <see cref="SortMemoryBytes"/>, and the different fingerprints of one key (24 bytes each). The fingerprints of a key are
/// compared with each other, so that the time is not linear: with n documents and keys of k bits, about n²/2^(k+1) comparisons for each key. text-dedup's
/// keys of 16 bits suit some millions of documents; with 10 blocks of 128 bits, keys have 91 bits. MinHash is linear.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// KeepList unique = await pool.FitAsync(new SimHashDeduplication(), run);
/// await pool.Keep(unique, "near_duplicate").WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class SimHashDeduplication : CorpusFit<KeepList>
{
    private const int DefaultPartitions = 64, DefaultEdgeTasks = 16, PairBytes = 24;
    private const string PairsName = "pairs";

    /// <summary>The parameters. Default: <see cref="SimHashParameters.TextDedup"/>.</summary>
    public SimHashParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = SimHashParameters.TextDedup;

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long SortMemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <inheritdoc/>
    public override string Name => "simhash-deduplication";

    internal int Partitions { get; init; } = DefaultPartitions;

    internal int EdgeTasks { get; init; } = DefaultEdgeTasks;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "simhash-deduplication/1");
        writer.AddScope(nameof(Parameters), Parameters.Describe);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var sink = new SimHashSink(new SimHashSigner(Parameters), new SimHashBlocks(Parameters), Partitions);
        PhaseFiles keys = await scope.MapAsync("keys", scope.Corpus, sink, cancellationToken).ConfigureAwait(false);
        PhaseFiles pairs = await scope.ReduceAsync("pairs", Partitions, (output, token) =>
        {
            WritePairs(keys, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        int groups = KeepPhase.GroupsOf(scope.ShardCount);
        PhaseFiles edges = await scope.ReduceAsync("edges", EdgeTasks, (output, token) =>
        {
            var input = new Partitions(pairs, PairsName);
            var writer = new EdgeWriter(output, EdgeTasks, groups);
            using RecordReader sorted = Sort(output, RecordOrder.Int64(count: 3), PairBytes).Sort(() => input.Read(output.Index), token);
            SimHashPair? last = null;
            while (sorted.Read())
            {
                SimHashPair pair = sorted.Get<SimHashPair>();
                if (pair != last) writer.Write(new IdPair(pair.First, pair.Second), 1 - (double)pair.Distance / Parameters.Bits);
                last = pair;
            }
            writer.Complete();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new EdgeClusters(scope, SortMemoryBytes).RunAsync(keys, edges, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Compares the fingerprints of each key. Documents with the same fingerprint are next to each other; only the first of them is compared with others.
    /// </summary>
    private void WritePairs(PhaseFiles keys, ShardOutput output, CancellationToken cancellationToken)
    {
        var input = new Partitions(keys, SimHashSink.RecordName);
        var writer = new PartitionWriter(output, PairsName, EdgeTasks, PairBytes);
        var seen = new List<(UInt128 Fingerprint, long Id)>();
        using RecordReader sorted = Sort(output, RecordOrder.UInt64(count: 4), SimHashEntry.Bytes).Sort(() => input.Read(output.Index), cancellationToken);
        ulong key = 0;
        while (sorted.Read())
        {
            SimHashEntry entry = sorted.Get<SimHashEntry>();
            if (entry.Key != key)
            {
                seen.Clear();
                key = entry.Key;
            }
            UInt128 fingerprint = entry.Fingerprint;
            if (seen.Count > 0 && seen[^1].Fingerprint == fingerprint)
            {
                Write(writer, seen[^1].Id, entry.Id, 0);
                continue;
            }
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((UInt128 other, long id) in seen)
            {
                int distance = SimHashBlocks.Distance(fingerprint, other);
                if (distance <= Parameters.MaxDistance) Write(writer, id, entry.Id, distance);
            }
            seen.Add((fingerprint, entry.Id));
        }
        writer.Complete();
    }

    private static void Write(PartitionWriter writer, long left, long right, int distance)
    {
        var pair = new SimHashPair(Math.Min(left, right), Math.Max(left, right), distance);
        writer.Write(SeededRandom.Mix(SeededRandom.Mix((ulong)pair.First) ^ (ulong)pair.Second), pair);
    }

    private ExternalSort Sort(ShardOutput output, RecordOrder order, int recordSize) =>
        new(output.CreateScratchFolder(), order) { RecordSize = recordSize, MemoryBytes = SortMemoryBytes, Warn = message => output.Warn(message) };

    private readonly record struct SimHashPair(long First, long Second, long Distance);
}

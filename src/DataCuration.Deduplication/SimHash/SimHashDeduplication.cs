namespace DataCuration.Deduplication;

/// <summary>
/// Removes near duplicates by SimHash: documents whose fingerprints differ in few bits are joined into clusters, and of each the record with the lowest (file,
/// position) stays. All pairs within the distance are found.
/// </summary>
/// <remarks>
/// Memory: for each worker 16 MiB, <see cref="MemoryBytes"/>, and the different fingerprints of one key (24 bytes each). The fingerprints of a key are
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
    private const int DefaultEdgeTasks = 16;

    /// <summary>The parameters. Default: <see cref="SimHashParameters.TextDedup"/>.</summary>
    public SimHashParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = SimHashParameters.TextDedup;

    /// <summary>The indexes of earlier corpora, made with the same parameters; at most 128. Default: empty.</summary>
    public IReadOnlyList<SimHashIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The records to remove if there are indexes. Default: <see cref="IndexMode.CorpusAndIndexes"/>.</summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <inheritdoc/>
    public override string Name => "simhash-deduplication";

    internal int Partitions { get; init; } = SimHashIndexFit.DefaultPartitions;

    internal int EdgeTasks { get; init; } = DefaultEdgeTasks;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "simhash-deduplication/2");
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        CheckIndexes();
        var signed = new SimHashIndexFit { Parameters = Parameters, Partitions = Partitions, MemoryBytes = MemoryBytes };
        SimHashIndex own = await scope.FitAsync(scope.Corpus, signed, cancellationToken).ConfigureAwait(false);
        var compared = new SimHashPairs(own, Indexes, IndexMode, Parameters.MaxDistance);
        PhaseFiles pairs = await scope.ReduceAsync("pairs", Partitions, (output, token) =>
        {
            compared.Write(output, EdgeTasks, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        int groups = KeepPhase.GroupsOf(scope.ShardCount);
        PhaseFiles edges = await scope.ReduceAsync("edges", EdgeTasks, (output, token) =>
        {
            var input = new Partitions(pairs, SimHashPairs.RecordName);
            var writer = new EdgeWriter(output, EdgeTasks, groups);
            using RecordReader sorted = Sort(output, RecordOrder.Int64(count: 3), SimHashPair.Bytes).Sort(() => input.Read(output.Index), token);
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
        return await new EdgeClusters(scope, MemoryBytes).RunAsync(own.Documents!, edges, cancellationToken).ConfigureAwait(false);
    }

    private void CheckIndexes()
    {
        IndexLists.Check(Indexes, SimHashIndexFit.RecipeOf(Parameters, Partitions));
    }

    private ExternalSort Sort(ShardOutput output, RecordOrder order, int recordSize) =>
        new(output.CreateScratchFolder(), order) { RecordSize = recordSize, MemoryBytes = MemoryBytes, Warn = message => output.Warn(message) };
}

namespace DataCuration.Deduplication;

/// <summary>
/// Removes near duplicates by MinHash with locality-sensitive hashing: documents that agree in all rows of one band are candidates, candidates are joined into
/// clusters, and of each cluster the record with the lowest (file, position) stays. All steps work on sorted files in bounded memory.
/// </summary>
/// <remarks>
/// <para>Two bands are compared by a 64-bit hash of their rows. Among n documents, about n²/2^65 pairs for each band are candidates by chance: 0.03 pairs for a
/// billion documents.</para>
/// <para>Memory: for each worker 16 MiB and <see cref="MemoryBytes"/>, and the working memory of a text. Disk: 32 bytes for each document and band, and 80
/// bytes for each pair of candidates. The time is linear in the number of documents, and in the number of candidates with verification.</para>
/// <para><see cref="DuplicateTable"/> reads which record matched which.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// KeepList unique = await pool.FitAsync(new MinHashDeduplication { Parameters = MinHashPresets.Datatrove }, run);
/// await pool.Keep(unique, "near_duplicate").WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class MinHashDeduplication : CorpusFit<KeepList>
{
    private const int DefaultEdgeTasks = 16;

    /// <summary>The parameters. Default: <see cref="MinHashPresets.Datatrove"/>.</summary>
    public MinHashParameters Parameters { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = MinHashPresets.Datatrove;

    /// <summary>The number of parts that each band is sorted in; see <see cref="MinHashIndexFit.PartitionsPerBand"/>. Default: 4.</summary>
    public int PartitionsPerBand { get; init => field = MinHashIndexFit.CheckPartitions(value); } = MinHashIndexFit.DefaultPartitions;

    /// <summary>The memory of a sort, for each worker, in bytes; 1 MiB or more. It changes nothing in the result. Default: 128 MiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = SortMemory.Default;

    /// <summary>The indexes of earlier corpora, made with the same parameters; at most 128. Default: empty.</summary>
    public IReadOnlyList<MinHashIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// The records to remove if there are indexes. Default: <see cref="IndexMode.CorpusAndIndexes"/>. (datatrove's default is the other mode.)
    /// </summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

    /// <summary>
    /// The smallest Jaccard similarity of two documents' shingles for a match, in (0, 1]: candidates are verified in a second pass over their texts. Of the
    /// documents with one band, each is compared with the first 16. Default: null, for no verification (datatrove, NeMo Curator, RedPajama, Data-Juicer).
    /// text-dedup verifies with its threshold, 0.7. Indexes need their shingles for it (<see cref="MinHashIndexFit.KeepsShingles"/>).
    /// </summary>
    public double? MinSimilarity
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A similarity is above 0 and at most 1.");
    }

    /// <inheritdoc/>
    public override string Name => "minhash-deduplication";

    /// <summary>The number of tasks that edges are divided into.</summary>
    internal int EdgeTasks { get; init; } = DefaultEdgeTasks;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("fit", "minhash-deduplication/2");
        writer.AddScope(nameof(Parameters), Parameters.Describe);
        writer.Add(nameof(PartitionsPerBand), PartitionsPerBand);
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
        if (MinSimilarity is { } least) writer.Add(nameof(MinSimilarity), least);
        else writer.Add(nameof(MinSimilarity), null);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        CheckIndexes();
        MinHashIndex own = await scope.FitAsync(scope.Corpus,
            new MinHashIndexFit { Parameters = Parameters, PartitionsPerBand = PartitionsPerBand, MemoryBytes = MemoryBytes }, cancellationToken)
            .ConfigureAwait(false);
        var candidates = new CandidatePairs(own, Indexes, IndexMode, isVerified: MinSimilarity is not null);
        PhaseFiles pairs = await scope.ReduceAsync("pairs", own.PartitionCount, (output, token) =>
        {
            candidates.Write(output, EdgeTasks, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        var edges = new EdgePhases(scope, new MinHashSigner(Parameters), Indexes, EdgeTasks, MemoryBytes);
        PhaseFiles made = MinSimilarity is { } least ? await edges.VerifyAsync(pairs, least, cancellationToken).ConfigureAwait(false)
            : await edges.AcceptAsync(pairs, cancellationToken).ConfigureAwait(false);
        return await new EdgeClusters(scope, MemoryBytes).RunAsync(own.Documents!, made, cancellationToken).ConfigureAwait(false);
    }

    private void CheckIndexes()
    {
        if (MinSimilarity is not null && Indexes.FirstOrDefault(index => !index.HasShingles) is { } bare)
            throw new CurationException($"{nameof(MinSimilarity)} compares the shingles of both documents, and the index in '{bare.Folder}' has no shingles: "
                + $"make it with {nameof(MinHashIndexFit.KeepsShingles)} = true, or leave one of them out.");
        IndexLists.Check(Indexes, MinHashIndexFit.RecipeOf(Parameters, PartitionsPerBand));
    }
}

namespace DataCuration.Deduplication;

/// <summary>
/// Removes documents whose vectors are nearly equal, as SemDeDup (Abbas et al. 2023) and NeMo Curator do: vectors are clustered by k-means, and within a
/// cluster a
/// document goes if its cosine to a document before it is at least 1 − <see cref="Epsilon"/>. The order within a cluster is that of <see cref="Kept"/>.
/// </summary>
/// <remarks>
/// <para>As in NeMo Curator a document can be removed because of one that is removed itself. Documents without a vector stay.</para>
/// <para><see cref="DuplicateTable"/> reads which record matched which: the match of a removed document is the most similar one before it, and its survivor
/// is found by following the matches.</para>
/// <para>Every document with a vector has a row in four more tables. <c>centroid</c> (int) is the cluster of k-means, and <c>distance</c> (float) the distance
/// to its centroid. <c>nearest</c> (long) is the id of the most similar document before it, as <see cref="RecordIds"/> reads it; -1 without one.
/// <c>nearest_similarity</c> (float) is the cosine to it; 0 without one. Other values of <see cref="Epsilon"/> can be tried on them.</para>
/// <para>Memory: for k-means see <see cref="DataCuration.KMeans"/>, which uses all workers; then for each worker 80 bytes for each document of a cluster, and
/// its vectors, 4 bytes for each number, up to <see cref="MemoryBytes"/>. Time: the square of a cluster's size.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using EmbeddingStore vectors = await pool.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", dimension: 384)), run);
/// KeepList unique = await pool.FitAsync(new SemanticDeduplication(vectors) { KMeans = new() { Clusters = 1_000 } }, run);
/// await pool.Keep(unique).WriteJsonlAsync("unique", run);
/// </code>
/// </example>
public sealed class SemanticDeduplication : CorpusFit<KeepList>
{
    private const string DecisionName = "decisions";
    private readonly EmbeddingStore embeddings;

    /// <summary>Creates the fit.</summary>
    /// <param name="embeddings">
    /// The vectors of the corpus's documents, made for the same source; the corpus may have dropped some of them since.
    /// </param>
    public SemanticDeduplication(EmbeddingStore embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        this.embeddings = embeddings;
    }

    /// <summary>The clustering. Default: 100 clusters by cosine (NeMo Curator, which warns below 1,000).</summary>
    public KMeansOptions KMeans { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The largest distance of duplicates: one minus their cosine. Default: 0.01 (NeMo Curator's <c>eps</c>).</summary>
    public double Epsilon
    {
        get;
        init => field = value is >= 0 and <= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A cosine distance is between 0 and 2.");
    } = 0.01;

    /// <summary>The document of a pair that stays. Default: the one farther from the centroid (NeMo Curator's <c>hard</c>).</summary>
    public SemanticKept Kept
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such order.");
    }

    /// <summary>
    /// The indexes of earlier corpora, made with the same <see cref="KMeans"/>, kind of vectors and centroids; at most 128. Their centroids are used, and their
    /// documents come before those of the corpus in each cluster, and stay. Default: empty.
    /// </summary>
    public IReadOnlyList<SemanticIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The records to remove if there are indexes. Default: <see cref="IndexMode.CorpusAndIndexes"/>.</summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

    /// <summary>
    /// The memory of a task for the vectors of a cluster, 1 MiB or more. A cluster with more vectors is compared in blocks of this size, and read once more for
    /// each. The result does not depend on it. Default: 1 GiB.
    /// </summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A task takes at least 1 MiB.");
    } = 1 << 30;

    /// <summary>A limit below <see cref="MemoryBytes"/>'s minimum, for tests.</summary>
    internal long? VectorMemory { get; init; }

    /// <inheritdoc/>
    public override string Name => "semantic-deduplication";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 3);
        writer.Add("embeddings", embeddings);
        writer.AddScope("k_means", KMeans.Describe);
        writer.Add(nameof(Epsilon), Epsilon);
        writer.Add(nameof(Kept), Kept.ToString());
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CheckIndexes();
        (PhaseFiles documents, _, PhaseFiles rows) = await new SemanticRows(scope, embeddings, KMeans, Indexes.Count > 0 ? Indexes[0] : null, MemoryBytes)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles decisions = await scope.ReduceAsync("pairs", Math.Min(KMeans.Clusters, SemanticRows.MaxTasks), (output, token) =>
        {
            Compare(new Partitions(rows, SemanticRows.RowName), output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.ReduceAsync("parts", groups.Count, (output, token) =>
        {
            new SemanticParts(documents, new Partitions(decisions, DecisionName), groups, MemoryBytes).Write(output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private void Compare(Partitions rows, ShardOutput output, ShardGroups groups, CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, DecisionName, groups.Count, SemanticDecision.Bytes) { BufferBytes = 4 << 20 };
        SemanticIndex.Part[] known = [.. Indexes.Select(index => index.Open(output.Index))];
        try
        {
            int tasks = Math.Min(KMeans.Clusters, SemanticRows.MaxTasks);
            for (int cluster = output.Index; cluster < KMeans.Clusters; cluster += tasks)
            {
                long count = rows.GetRecordCount(cluster);
                if (count == 0) continue;
                long least = (count * SemanticCluster.HeadBytes) + (embeddings.Dimension * (long)sizeof(float));
                if (least > MemoryBytes || count > Array.MaxLength)
                    throw new CurationException($"Cluster {cluster} has {count:N0} documents, which need {least:N0} bytes beside their vectors; "
                        + $"{MemoryBytes:N0} are allowed. Use more than {KMeans.Clusters} clusters, or raise {nameof(MemoryBytes)}.");
                var compared = new SemanticCluster(rows, cluster, embeddings.Dimension, Kept, VectorMemory ?? MemoryBytes)
                {
                    Known = known,
                    Number = cluster / tasks,
                    OnlyKnown = known.Length > 0 && IndexMode == IndexMode.OnlyIndexes,
                };
                foreach (SemanticDecision decision in compared.Compare((int)count, (float)(1 - Epsilon), cancellationToken))
                    writer.WriteTo(groups.GroupOf(RecordIds.ShardOf(decision.Id)), decision);
            }
        }
        finally
        {
            foreach (SemanticIndex.Part part in known) part.Dispose();
        }
        writer.Complete();
    }

    private void CheckIndexes()
    {
        var recipe = new FingerprintWriter();
        SemanticRows.Describe(recipe, embeddings, KMeans);
        IndexLists.Check(Indexes, recipe);
        if (Indexes.FirstOrDefault(index => index.CentroidHash != Indexes[0].CentroidHash) is { } other)
            throw new CurationException($"The index in '{other.Folder}' has other centroids ({other.CentroidHash}) than the one in '{Indexes[0].Folder}' "
                + $"({Indexes[0].CentroidHash}). Make it with {nameof(SemanticIndexFit.Centroids)} = that index.");
    }
}

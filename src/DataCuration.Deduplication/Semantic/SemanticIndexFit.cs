using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Keeps the centroids of a corpus's vectors, and the vectors by cluster, to deduplicate later corpora against it
/// (<see cref="SemanticDeduplication.Indexes"/>).
/// </summary>
/// <remarks>
/// Make it of the corpus that is left after its own deduplication. Disk for the index: 4 bytes for each number of a vector and 16 bytes more for each document,
/// and 4 bytes for each number of the centroids. Memory: as <see cref="SemanticDeduplication"/>, without that for comparing.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// var field = new EmbeddingField("embedding", dimension: 384);
/// Corpus earlier = Corpus.FromJsonl("2024/*.jsonl"), pool = Corpus.FromJsonl("2025/*.jsonl");
/// using EmbeddingStore before = await earlier.FitAsync(new EmbeddingFit(field), run), vectors = await pool.FitAsync(new EmbeddingFit(field), run);
/// SemanticIndex index = await earlier.FitAsync(new SemanticIndexFit(before), run);
/// KeepList isNew = await pool.FitAsync(new SemanticDeduplication(vectors) { Indexes = [index] }, run);
/// </code>
/// </example>
public sealed class SemanticIndexFit : CorpusFit<SemanticIndex>
{
    private readonly EmbeddingStore embeddings;

    /// <summary>Creates the fit.</summary>
    /// <param name="embeddings">The vectors of the corpus's documents, made for the same source.</param>
    public SemanticIndexFit(EmbeddingStore embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        this.embeddings = embeddings;
    }

    /// <summary>The clustering. Default: 100 clusters by cosine (NeMo Curator, which warns below 1,000).</summary>
    public KMeansOptions KMeans { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// An index whose centroids are used, made with the same <see cref="KMeans"/>; null to find centroids for this corpus. Indexes can only be used together if
    /// they have the same centroids. Default: null.
    /// </summary>
    public SemanticIndex? Centroids { get; init; }

    /// <summary>The memory that limits the threads of k-means, 1 MiB or more. The result does not depend on it. Default: 1 GiB.</summary>
    public long MemoryBytes { get; init => field = SortMemory.Check(value); } = 1 << 30;

    /// <inheritdoc/>
    public override string Name => "semantic-index";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("embeddings", embeddings);
        writer.AddScope("k_means", KMeans.Describe);
        if (Centroids is not null) writer.Add(nameof(Centroids), Centroids);
    }

    /// <inheritdoc/>
    protected override async Task<SemanticIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var recipe = new FingerprintWriter();
        SemanticRows.Describe(recipe, embeddings, KMeans);
        IndexLists.Check(Centroids is null ? [] : [Centroids], recipe);
        (PhaseFiles documents, PhaseFiles centroids, PhaseFiles rows) = await new SemanticRows(scope, embeddings, KMeans, Centroids, MemoryBytes)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        if (centroids.Find(0, SemanticRows.ModelSuffix) is null)
            throw new CurationException($"No document has a vector in '{embeddings.Folder}', so there is no index to make.");
        return new(await SortedIndex<SemanticEntry>.WriteAsync(scope, SemanticIndex.Kind, recipe, documents, Math.Min(KMeans.Clusters, SemanticRows.MaxTasks),
            (output, token) => Write(new Partitions(rows, SemanticRows.RowName), output, token), hasShingles: false, cancellationToken,
            new IndexFiles(SemanticRows.CentroidPhase, SemanticRows.ModelSuffix, centroids)).ConfigureAwait(false));
    }

    /// <summary>Writes the clusters of a task after each other.</summary>
    private void Write(Partitions rows, ShardOutput output, CancellationToken cancellationToken)
    {
        RecordTableWriter<SemanticEntry> entries = SortedIndex<SemanticEntry>.CreateEntries(output);
        var vectors = new RecordTableWriter<float>(output, SemanticIndex.VectorName, embeddings.Dimension);
        var starts = new RecordTableWriter<long>(output, SemanticIndex.StartName);
        for (int cluster = output.Index; cluster < KMeans.Clusters; cluster += Math.Min(KMeans.Clusters, SemanticRows.MaxTasks))
        {
            starts.Append(starts.RowCount, entries.RowCount);
            using PartitionReader reader = rows.Read(cluster);
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                SemanticRow row = MemoryMarshal.Read<SemanticRow>(reader.Record);
                entries.Append(entries.RowCount, new SemanticEntry(RecordIds.Create(row.Shard, row.Record), cluster, row.Distance));
                vectors.Append(vectors.RowCount, MemoryMarshal.Cast<byte, float>(reader.Record[SemanticRow.Size..]));
            }
        }
        starts.Append(starts.RowCount, entries.RowCount);
        entries.Complete();
        vectors.Complete();
        starts.Complete();
    }
}

using System.Runtime.InteropServices;

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
    private const string RowName = "rows", DecisionName = "decisions", ModelSuffix = ".kmeans";
    private const int PairTasks = 64;
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
        writer.Add("version", 2);
        writer.Add("embeddings", embeddings);
        writer.AddScope("k_means", KMeans.Describe);
        writer.Add(nameof(Epsilon), Epsilon);
        writer.Add(nameof(Kept), Kept.ToString());
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        embeddings.RequireSource(scope);
        if (KMeans.Clusters > PartitionWriter.MaxPartitions)
            throw new CurationException($"{KMeans.Clusters} clusters are too many: at most {PartitionWriter.MaxPartitions}.");
        // Stages after those that the embeddings were made with may have dropped documents.
        PhaseFiles documents = await scope.MapAsync("documents", scope.Corpus, new FitSink(writer => writer.Add("phase", "documents"),
            output => new Writer(output)), cancellationToken).ConfigureAwait(false);
        PhaseFiles centroids = await scope.FinishAsync("centroids", (output, token) =>
        {
            if (!HasVector(token)) return Task.CompletedTask;
            using Stream file = output.CreateFile(output.Name + ModelSuffix);
            DataCuration.KMeans.Fit(embeddings, KMeans with { Threads = Math.Max(KMeans.Threads, ThreadsFor(scope.Options)) }, token).Write(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles rows = await scope.ReduceAsync(RowName, scope.ShardCount, (output, token) =>
        {
            Assign(centroids, documents, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        var groups = new ShardGroups(scope.ShardCount);
        PhaseFiles decisions = await scope.ReduceAsync("pairs", Math.Min(KMeans.Clusters, PairTasks), (output, token) =>
        {
            Compare(new Partitions(rows, RowName), output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.ReduceAsync("parts", groups.Count, (output, token) =>
        {
            new SemanticParts(documents, new Partitions(decisions, DecisionName), groups, MemoryBytes).Write(output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private bool HasVector(CancellationToken cancellationToken)
    {
        var vector = new float[embeddings.Dimension];
        for (long row = 0; row < embeddings.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Read(row, vector);
            if (!float.IsNaN(vector[0])) return true;
        }
        return false;
    }

    /// <summary>
    /// The other workers wait for k-means, which therefore takes their threads, as far as <see cref="MemoryBytes"/> reaches for their sums. The result does not
    /// depend on them.
    /// </summary>
    private int ThreadsFor(RunOptions options)
    {
        long bytes = embeddings.Dimension * ((KMeans.Clusters * (long)sizeof(double)) + (2_048 * sizeof(float)));
        return (int)Math.Clamp(MemoryBytes / bytes, 1, options.MaxParallelShards);
    }

    /// <summary>Sends the vectors of a shard to their clusters.</summary>
    private void Assign(PhaseFiles centroids, PhaseFiles documents, ShardOutput output, CancellationToken cancellationToken)
    {
        int dimension = embeddings.Dimension, size = SemanticRow.Size + (dimension * sizeof(float));
        var writer = new PartitionWriter(output, RowName, KMeans.Clusters, size);
        if (centroids.Find(0, ModelSuffix) is { } path)
        {
            KMeansModel model;
            using (Stream stream = centroids.Files.OpenRead(path, FileReadPattern.Sequential)) model = KMeansModel.Read(stream);
            var record = new byte[size];
            Span<float> vector = MemoryMarshal.Cast<byte, float>(record.AsSpan(SemanticRow.Size));
            var scaled = new float[dimension];
            using var table = new RecordTable<byte>(documents, DocumentTable.Name);
            using RecordTablePart<byte> part = table.OpenShard(output.Index)!;
            RecordCursor<byte> document = part.Read();
            bool more = document.Read();
            long row = embeddings.GetFirstRow(output.Index);
            foreach (long number in embeddings.ReadRecords(output.Index))
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (more && document.Record < number) more = document.Read();
                embeddings.Read(row++, vector);
                if (!more || document.Record != number || float.IsNaN(vector[0])) continue;
                vector.CopyTo(scaled);
                VectorKernels.Normalize(scaled);
                int cluster = model.Assign(model.Distance == VectorDistance.Cosine ? scaled : vector, out float distance);
                scaled.CopyTo(vector);
                MemoryMarshal.Write(record, new SemanticRow(number, output.Index, distance));
                writer.WriteTo(cluster, record);
            }
        }
        writer.Complete();
    }

    private void Compare(Partitions rows, ShardOutput output, ShardGroups groups, CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, DecisionName, groups.Count, SemanticDecision.Bytes) { BufferBytes = 4 << 20 };
        for (int cluster = output.Index; cluster < KMeans.Clusters; cluster += Math.Min(KMeans.Clusters, PairTasks))
        {
            long count = rows.GetRecordCount(cluster);
            if (count == 0) continue;
            long least = (count * SemanticCluster.HeadBytes) + (embeddings.Dimension * (long)sizeof(float));
            if (least > MemoryBytes || count > Array.MaxLength)
                throw new CurationException($"Cluster {cluster} has {count:N0} documents, which need {least:N0} bytes beside their vectors; "
                    + $"{MemoryBytes:N0} are allowed. Use more than {KMeans.Clusters} clusters, or raise {nameof(MemoryBytes)}.");
            var compared = new SemanticCluster(rows, cluster, embeddings.Dimension, Kept, VectorMemory ?? MemoryBytes);
            foreach (SemanticDecision decision in compared.Compare((int)count, (float)(1 - Epsilon), cancellationToken))
                writer.WriteTo(groups.GroupOf(RecordIds.ShardOf(decision.Id)), decision);
        }
        writer.Complete();
    }

    private sealed class Writer(ShardOutput output) : DocumentWriter
    {
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);

        protected override void Add(Document document) => documents.Append(document.Origin.Record, 1);

        protected override void Complete() => documents.Complete();
    }
}

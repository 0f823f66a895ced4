using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Removes documents whose vectors are nearly equal, as SemDeDup (Abbas et al. 2023) and NeMo Curator do: vectors are clustered by k-means, and within a
/// cluster a
/// document goes if its cosine to a document before it is at least 1 − <see cref="Epsilon"/>. The order within a cluster is that of <see cref="Kept"/>.
/// </summary>
/// <remarks>
/// <para>As in NeMo Curator a document can be removed because of one that is removed itself. Documents without a vector stay. The list has the tables
/// <c>cluster</c> (int), <c>distance</c> (float, to the centroid), <c>match_shard</c> (int), <c>match_record</c> (long) and <c>similarity</c> (float, the
/// cosine
/// to the match, the most similar document before it; -1, -1 and 0 without one).</para>
/// <para>Memory: for k-means see <see cref="KMeans"/>; then one cluster's vectors for each worker, 4 bytes for each number. A cluster that needs more than
/// <see cref="MemoryBytes"/> is refused: use more clusters. Time: the square of a cluster's size.</para>
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
    private const string RowName = "rows", DecisionName = "decisions", ModelSuffix = ".kmeans", DocumentTable = "documents";
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

    /// <summary>The memory of a task for the vectors of a cluster, 1 MiB or more. The result does not depend on it. Default: 1 GiB.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A task takes at least 1 MiB.");
    } = 1 << 30;

    /// <inheritdoc/>
    public override string Name => "semantic-deduplication";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
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
        if (embeddings.ShardCount != scope.ShardCount)
            throw new CurationException($"The embeddings in '{embeddings.Folder}' are of {embeddings.ShardCount} shards, and the corpus has "
                + $"{scope.ShardCount}: make them for this corpus.");
        if (KMeans.Clusters > PartitionWriter.MaxPartitions)
            throw new CurationException($"{KMeans.Clusters} clusters are too many: at most {PartitionWriter.MaxPartitions}.");
        // Stages after those that the embeddings were made with may have dropped documents.
        PhaseFiles documents = await scope.MapAsync("documents", scope.Corpus, new FitSink(writer => writer.Add("phase", "documents"),
            output => new Writer(output)), cancellationToken).ConfigureAwait(false);
        PhaseFiles centroids = await scope.FinishAsync("centroids", (output, token) =>
        {
            if (embeddings.Count == 0) return Task.CompletedTask;
            using Stream file = output.CreateFile(output.Name + ModelSuffix);
            DataCuration.KMeans.Fit(embeddings, KMeans, token).Write(file);
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
            WriteParts(new Partitions(decisions, DecisionName), documents, output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await scope.JoinKeepListAsync("list", parts, cancellationToken: cancellationToken).ConfigureAwait(false);
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
            using var table = new RecordTable<byte>(documents, DocumentTable);
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
        var writer = new PartitionWriter(output, DecisionName, groups.Count, SemanticDecision.Size) { BufferBytes = 4 << 20 };
        for (int cluster = output.Index; cluster < KMeans.Clusters; cluster += Math.Min(KMeans.Clusters, PairTasks))
        {
            long count = rows.GetRecordCount(cluster);
            long bytes = count * ((embeddings.Dimension * sizeof(float)) + (2 * SemanticRow.Size));
            if (bytes > MemoryBytes || count * embeddings.Dimension > Array.MaxLength)
                throw new CurationException($"Cluster {cluster} has {count:N0} documents, whose vectors need {bytes:N0} bytes; {MemoryBytes:N0} are "
                    + $"allowed. Use more than {KMeans.Clusters} clusters, or raise {nameof(MemoryBytes)}.");
            if (count > 0) CompareCluster(rows, cluster, (int)count, writer, groups, cancellationToken);
        }
        writer.Complete();
    }

    private void CompareCluster(Partitions rows, int cluster, int count, PartitionWriter writer, ShardGroups groups, CancellationToken cancellationToken)
    {
        int dimension = embeddings.Dimension, used = 0;
        var heads = new SemanticRow[count];
        var vectors = new float[count * dimension];
        using (PartitionReader reader = rows.Read(cluster))
        {
            for (; reader.Read(); used++)
            {
                heads[used] = MemoryMarshal.Read<SemanticRow>(reader.Record);
                MemoryMarshal.Cast<byte, float>(reader.Record[SemanticRow.Size..]).CopyTo(vectors.AsSpan(used * dimension));
            }
        }
        int[] order = [.. Enumerable.Range(0, count)];
        // The rows come in the order of the corpus, which decides between equal distances.
        if (Kept != SemanticKept.First)
        {
            int sign = Kept == SemanticKept.Hard ? -1 : 1;
            Array.Sort(order, (left, right) => (sign * heads[left].Distance, left).CompareTo((sign * heads[right].Distance, right)));
        }
        float least = (float)(1 - Epsilon);
        for (int i = 0; i < count; i++)
        {
            if ((i & 63) == 0) cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<float> own = vectors.AsSpan(order[i] * dimension, dimension);
            int match = -1;
            float similarity = float.NegativeInfinity;
            for (int j = 0; j < i; j++)
            {
                float cosine = VectorKernels.Dot(own, vectors.AsSpan(order[j] * dimension, dimension));
                if (cosine > similarity) (match, similarity) = (order[j], cosine);
            }
            SemanticRow head = heads[order[i]];
            writer.WriteTo(groups.GroupOf(head.Shard), new SemanticDecision(head.Record, match < 0 ? -1 : heads[match].Record, head.Shard,
                match < 0 ? -1 : heads[match].Shard, cluster, head.Distance, match < 0 ? 0 : similarity, similarity >= least ? 0 : 1));
        }
    }

    private static void WriteParts(Partitions decisions, PhaseFiles documents, ShardOutput output, ShardGroups groups, CancellationToken cancellationToken)
    {
        using var table = new RecordTable<byte>(documents, DocumentTable);
        foreach (int shard in groups.ShardsOf(output.Index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var own = new List<SemanticDecision>();
            using (PartitionReader reader = decisions.Read(output.Index))
                while (reader.Read())
                    if (reader.Get<SemanticDecision>() is var decision && decision.Shard == shard) own.Add(decision);
            own.Sort((left, right) => left.Record.CompareTo(right.Record));
            var list = new KeepListPart(output, documents.GetRecordCount(shard), shard);
            RecordTableWriter<int> clusters = list.AddProvenance<int>("cluster"), matchShards = list.AddProvenance<int>("match_shard");
            RecordTableWriter<float> distances = list.AddProvenance<float>("distance"), similarities = list.AddProvenance<float>("similarity");
            RecordTableWriter<long> matchRecords = list.AddProvenance<long>("match_record");
            foreach (SemanticDecision decision in own)
            {
                clusters.Append(decision.Record, decision.Cluster);
                distances.Append(decision.Record, decision.Distance);
                matchShards.Append(decision.Record, decision.MatchShard);
                matchRecords.Append(decision.Record, decision.MatchRecord);
                similarities.Append(decision.Record, decision.Similarity);
            }
            HashSet<long> removed = [.. own.Where(decision => decision.IsKept == 0).Select(decision => decision.Record)];
            using RecordTablePart<byte> part = table.OpenShard(shard)!;
            RecordCursor<byte> document = part.Read();
            while (document.Read())
                if (!removed.Contains(document.Record)) list.Keep(document.Record);
            list.Complete();
        }
    }

    private sealed class Writer(ShardOutput output) : DocumentWriter
    {
        private readonly RecordTableWriter<byte> documents = new(output, DocumentTable);

        protected override void Add(Document document) => documents.Append(document.Origin.Record, 1);

        protected override void Complete() => documents.Complete();
    }
}

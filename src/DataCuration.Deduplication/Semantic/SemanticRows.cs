using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>The first phases of semantic deduplication, which its index shares: the documents, the centroids, and the vectors by cluster.</summary>
/// <param name="scope">The fit.</param>
/// <param name="embeddings">The vectors.</param>
/// <param name="options">The clustering.</param>
/// <param name="centroids">An index whose centroids are used; null to find them.</param>
/// <param name="memoryBytes">The memory of a task.</param>
internal sealed class SemanticRows(FitScope scope, EmbeddingStore embeddings, KMeansOptions options, SemanticIndex? centroids, long memoryBytes)
{
    public const string RowName = "rows", ModelSuffix = ".kmeans", CentroidPhase = "centroids";

    /// <summary>The largest number of tasks that clusters are divided into; cluster c is in task c mod their number.</summary>
    public const int MaxTasks = 64;

    /// <summary>Runs the phases.</summary>
    /// <returns>Their files. The phase of centroids has no file if no document has a vector.</returns>
    public async Task<(PhaseFiles Documents, PhaseFiles Centroids, PhaseFiles Rows)> RunAsync(CancellationToken cancellationToken)
    {
        scope.RequireKeepList();
        embeddings.RequireSource(scope);
        if (options.Clusters > PartitionWriter.MaxPartitions)
            throw new CurationException($"{options.Clusters} clusters are too many: at most {PartitionWriter.MaxPartitions}.");
        // Stages after those that the embeddings were made with may have dropped documents.
        PhaseFiles documents = await scope.MapAsync("documents", scope.Corpus, new FitSink(writer => writer.Add("phase", "documents"),
            output => new Writer(output)), cancellationToken).ConfigureAwait(false);
        PhaseFiles found = await scope.FinishAsync(CentroidPhase, (output, token) =>
        {
            KMeansModel? model = centroids?.ReadCentroids();
            if (model is null && HasVector(token))
                model = DataCuration.KMeans.Fit(embeddings, options with { Threads = Math.Max(options.Threads, ThreadsFor(scope.Options)) }, token);
            if (model is null) return Task.CompletedTask;
            using Stream file = output.CreateFile(output.Name + ModelSuffix);
            model.Write(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles rows = await scope.ReduceAsync(RowName, scope.ShardCount, (output, token) =>
        {
            Assign(found, documents, output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return (documents, found, rows);
    }

    /// <summary>Writes the options that an index and a corpus compared with it must share.</summary>
    public static void Describe(FingerprintWriter writer, EmbeddingStore embeddings, KMeansOptions options)
    {
        writer.AddScope("embeddings", embeddings.DescribeVectors);
        writer.AddScope("k_means", options.Describe);
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
    /// The other workers wait for k-means, which therefore takes their threads, as far as the memory reaches for their sums. The result does not depend on
    /// them.
    /// </summary>
    private int ThreadsFor(RunOptions run)
    {
        long bytes = embeddings.Dimension * ((options.Clusters * (long)sizeof(double)) + (2_048 * sizeof(float)));
        return (int)Math.Clamp(memoryBytes / bytes, 1, run.MaxParallelShards);
    }

    /// <summary>Sends the vectors of a shard to their clusters.</summary>
    private void Assign(PhaseFiles found, PhaseFiles documents, ShardOutput output, CancellationToken cancellationToken)
    {
        int dimension = embeddings.Dimension, size = SemanticRow.Size + (dimension * sizeof(float));
        var writer = new PartitionWriter(output, RowName, options.Clusters, size);
        if (found.Find(0, ModelSuffix) is { } path)
        {
            KMeansModel model;
            using (Stream stream = found.Files.OpenRead(path, FileReadPattern.Sequential)) model = KMeansModel.Read(stream);
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

    private sealed class Writer(ShardOutput output) : DocumentWriter
    {
        private readonly RecordTableWriter<byte> documents = DocumentTable.Create(output);

        protected override void Add(Document document) => documents.Append(document.Origin.Record, 1);

        protected override void Complete() => documents.Complete();
    }
}

namespace DataCuration.Mixing;

/// <summary>Assigns the documents of a shard to clusters and sums up their ratings.</summary>
internal sealed class ClusterSink(MixtureClusterFit fit, EmbeddingStore embeddings, KMeansModel model, string[] ratings) : IDocumentSink
{
    private readonly MixtureClusterFit fit = fit;
    private readonly EmbeddingStore embeddings = embeddings;
    private readonly KMeansModel model = model;
    private readonly string[] ratings = ratings;

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("phase", "assignments");
        fit.AddTo(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(this, output);

    private sealed class Writer : IShardWriter
    {
        private readonly ClusterSink sink;
        private readonly ShardOutput output;
        private readonly ClusterTotals totals;
        private readonly RecordTableWriter<ClusterAssignment> assignments;
        private readonly IEnumerator<long> records;
        private readonly float[] vector;
        private long row;
        private bool more;

        public Writer(ClusterSink sink, ShardOutput output)
        {
            this.sink = sink;
            this.output = output;
            totals = new(sink.model.Clusters, sink.ratings.Length);
            assignments = new(output, MixtureClusters.TableName);
            vector = new float[sink.embeddings.Dimension];
            records = sink.embeddings.ReadRecords(output.Index).GetEnumerator();
            row = sink.embeddings.GetFirstRow(output.Index);
            more = records.MoveNext();
        }

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Add(document);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            assignments.Complete();
            totals.Write(output.CreateFile(ClusterTotals.FileName(output.Index)));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            records.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Add(Document document)
        {
            long record = document.Origin.Record;
            while (more && records.Current < record)
            {
                more = records.MoveNext();
                row++;
            }
            if (!more || records.Current != record) return;
            sink.embeddings.Read(row, vector);
            if (float.IsNaN(vector[0])) return;
            if (sink.model.Distance == VectorDistance.Cosine) VectorKernels.Normalize(vector);
            int cluster = sink.model.Assign(vector, out float distance);
            assignments.Append(record, new ClusterAssignment(ClusterAssignment.HashOf(document.Id), cluster, distance));
            totals.Documents[cluster]++;
            totals.Sizes[cluster] += SizeOf(document);
            for (int i = 0; i < sink.ratings.Length; i++)
                if (document.TryGet(new AnnotationKey<double>(sink.ratings[i]), out double rating) && double.IsFinite(rating))
                    totals.AddRating(cluster, i, rating);
        }

        private long SizeOf(Document document)
        {
            if (sink.fit.SizeField is not { } field) return document.Utf8Text.Length;
            return document.TryGet(new AnnotationKey<long>(field), out long size) && size >= 0 ? size
                : throw new CurationException($"Document '{document.Id}' has no size in '{field}', or a negative one.");
        }
    }
}

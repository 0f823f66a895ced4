using System.Text.Json;

namespace DataCuration;

/// <summary>
/// Computes a vector for each document, by an embedder or from an annotation of the records, and keeps them as <see cref="EmbeddingStore"/>. Other fits cluster
/// and compare them.
/// </summary>
/// <remarks>
/// A document without a vector (a text without anything that the model knows, or a missing annotation) has a row of NaN. Memory: a batch of texts for each
/// worker.
/// </remarks>
public sealed class EmbeddingFit : CorpusFit<EmbeddingStore>
{
    private readonly ITextEmbedder? embedder;
    private readonly string? annotation;

    /// <summary>Creates a fit that embeds texts.</summary>
    /// <param name="embedder">The embedder.</param>
    public EmbeddingFit(ITextEmbedder embedder)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        this.embedder = embedder;
        Dimension = embedder.Dimension;
    }

    /// <summary>Creates a fit that reads vectors from a field of the records.</summary>
    /// <param name="field">The field.</param>
    public EmbeddingFit(EmbeddingField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        annotation = field.Name;
        Dimension = field.Dimension;
    }

    /// <summary>The length of a vector.</summary>
    public int Dimension { get; }

    /// <summary>True to keep vectors as 16-bit numbers: half the size, with about three decimal digits. Default: false.</summary>
    public bool HalfPrecision { get; init; }

    /// <inheritdoc/>
    public override string Name => "embeddings";

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 3);
        DescribeVectors(writer);
        writer.Add(nameof(HalfPrecision), HalfPrecision);
    }

    /// <summary>Writes what two corpora must share, for their vectors to be compared.</summary>
    internal void DescribeVectors(FingerprintWriter writer)
    {
        if (annotation is not null) writer.Add("annotation", annotation);
        if (embedder is not null) writer.AddScope("embedder", embedder.Describe);
        writer.Add(nameof(Dimension), Dimension);
    }

    /// <inheritdoc/>
    protected internal override async Task<EmbeddingStore> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        PhaseFiles vectors = await scope.MapAsync("vectors", scope.Corpus, new Sink(this), cancellationToken).ConfigureAwait(false);
        PhaseFiles store = await scope.FinishAsync("store", (output, token) =>
        {
            EmbeddingStore.Write(output, vectors, scope, this, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        _ = store.FindFile(EmbeddingStore.HeaderName);
        return EmbeddingStore.Load(store.Folder, store.Files);
    }

    private sealed class Sink(EmbeddingFit fit) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("phase", "vectors");
            fit.Describe(writer);
        }

        public IShardWriter Open(ShardOutput output) => new Writer(fit, output);
    }

    private sealed class Writer(EmbeddingFit fit, ShardOutput output) : IShardWriter
    {
        private readonly RecordTableWriter<float>? wide = fit.HalfPrecision ? null : new(output, EmbeddingStore.TableName, fit.Dimension);
        private readonly RecordTableWriter<Half>? narrow = fit.HalfPrecision ? new(output, EmbeddingStore.TableName, fit.Dimension) : null;
        private readonly Half[] half = new Half[fit.Dimension];
        private readonly List<Document> waiting = [];
        private readonly int batch = Math.Max(1, fit.embedder?.BatchSize ?? 1);

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (fit.annotation is not null)
                {
                    Put(document, Parse(document));
                    continue;
                }
                waiting.Add(document);
                if (waiting.Count == batch) Embed();
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            if (waiting.Count > 0) Embed();
            wide?.Complete();
            narrow?.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Embed()
        {
            var vectors = new float[waiting.Count * fit.Dimension];
            fit.embedder!.Embed([.. waiting.Select(one => one.Utf8Text)], vectors);
            for (int i = 0; i < waiting.Count; i++) Put(waiting[i], vectors.AsSpan(i * fit.Dimension, fit.Dimension));
            waiting.Clear();
        }

        private void Put(Document document, Span<float> vector)
        {
            // A number that is not finite would make the centroid of its cluster not finite, and so the distances of all documents.
            if (float.IsNaN(vector[0])) vector.Fill(float.NaN);
            else foreach (float value in vector) Check(document, value);
            long record = document.Origin.Record;
            wide?.Append(record, vector);
            if (narrow is null) return;
            for (int i = 0; i < half.Length; i++) half[i] = (Half)vector[i];
            narrow.Append(record, half);
        }

        private void Check(Document document, float value)
        {
            if (float.IsFinite(value) && (narrow is null || Half.IsFinite((Half)value))) return;
            string number = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            throw new CurationException($"Document '{document.Id}' of '{document.Origin.Source}': its vector has the number {number}"
                + (float.IsFinite(value) ? $", which is too large for {nameof(HalfPrecision)}." : ", which is not finite."));
        }

        private float[] Parse(Document document)
        {
            var vector = new float[fit.Dimension];
            if (!document.TryGetValue(fit.annotation!, out AnnotationValue value) || value.Kind == AnnotationKind.Null)
            {
                Array.Fill(vector, float.NaN);
                return vector;
            }
            int count = 0;
            try
            {
                using JsonDocument json = JsonDocument.Parse(value.Kind == AnnotationKind.String ? System.Text.Encoding.UTF8.GetBytes(value.AsString()!)
                    : value.AsJson());
                foreach (JsonElement number in json.RootElement.EnumerateArray())
                {
                    if (count < vector.Length) vector[count] = number.GetSingle();
                    count++;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw new CurationException($"Document '{document.Id}': field '{fit.annotation}' is not an array of numbers: {e.Message}", e);
            }
            return count == vector.Length ? vector
                : throw new CurationException($"Document '{document.Id}': field '{fit.annotation}' has {count} numbers, and {vector.Length} are expected.");
        }
    }
}

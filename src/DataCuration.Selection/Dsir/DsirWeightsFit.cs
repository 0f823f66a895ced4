namespace DataCuration.Selection;

/// <summary>Computes the log importance weight of every document under a model (<c>compute_importance_weights</c> of p-lambda/dsir).</summary>
/// <param name="model">The fitted model.</param>
public sealed class DsirWeightsFit(DsirModel model) : CorpusFit<DsirWeights>
{
    private readonly DsirModel model = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>The form of the weight. Default: <see cref="DsirWeighting.Raw"/> (reference).</summary>
    public DsirWeighting Weighting { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DsirWeighting.Raw;

    /// <inheritdoc/>
    public override string Name => "dsir-weights";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("model", model);
        writer.Add(nameof(Weighting), Weighting.ToString());
    }

    /// <inheritdoc/>
    protected override async Task<DsirWeights> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var mapper = new Mapper(FeaturizerPool.Of(scope, model.Features), model, Weighting);
        return new(await scope.MapAsync("weights", scope.Corpus, mapper, cancellationToken).ConfigureAwait(false), model);
    }

    private sealed class Mapper(FeaturizerPool pool, DsirModel model, DsirWeighting weighting) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("model", model);
            writer.Add("weighting", weighting.ToString());
        }

        public IShardWriter Open(ShardOutput output) => new Writer(pool, model, weighting, output);
    }

    private sealed class Writer(FeaturizerPool pool, DsirModel model, DsirWeighting weighting, ShardOutput output) : IShardWriter
    {
        private readonly NGramFeaturizer featurizer = pool.Rent();
        private bool isComplete;
        private readonly RecordTableWriter<WeightSizes> sizes = new(output, WeightTable.SizesName);
        private readonly RecordTableWriter<double> table = new(output, WeightTable.WeightsName, model.TargetCount);
        private readonly double[] weights = new double[model.TargetCount];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                ReadOnlySpan<byte> text = document.Utf8Text.Span;
                DocumentFeatures features = weighting.Weigh(featurizer, text, model, weights);
                sizes.Append(document.Origin.Record, new WeightSizes(document.IdHash, checked((uint)features.ReferenceLength), (uint)text.Length));
                table.Append(document.Origin.Record, weights);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            isComplete = true;
            sizes.Complete();
            table.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            // A featurizer that an error stopped within a document is not used again.
            if (isComplete) pool.Return(featurizer);
            else pool.Discard(featurizer);
            return ValueTask.CompletedTask;
        }
    }
}

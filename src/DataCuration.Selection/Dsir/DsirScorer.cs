namespace DataCuration.Selection;

/// <summary>Writes the log importance weight of each document under a model, for the user's own rules: tag once, filter later.</summary>
/// <param name="model">The model. With several targets, the largest weight is written.</param>
public sealed class DsirScorer(DsirModel model) : DocumentTransform
{
    private readonly DsirModel model = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>The annotation that the weight is written to.</summary>
    public static readonly AnnotationKey<double> LogWeight = new("dsir_log_weight");

    /// <summary>
    /// The form of the weight. Default: <see cref="DsirWeighting.LengthNormalized"/>, so that one threshold suits short and long documents.
    /// </summary>
    public DsirWeighting Weighting { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DsirWeighting.LengthNormalized();

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("model", model);
        writer.Add(nameof(Weighting), Weighting.ToString());
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        FeaturizerPool pool = FeaturizerPool.Of(context, model.Features);
        NGramFeaturizer featurizer = pool.Rent();
        try
        {
            var weights = new double[model.TargetCount];
            Weighting.Weigh(featurizer, document.Utf8Text.Span, model, weights);
            return StageResult.Replace(document.With(LogWeight, weights.Max()));
        }
        finally
        {
            pool.Return(featurizer);
        }
    }
}

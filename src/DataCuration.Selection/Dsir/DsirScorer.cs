namespace DataCuration.Selection;

/// <summary>Notes on each document its log importance weight under a model, for rules of the user's own: tag once, filter later.</summary>
/// <param name="model">The model. With several targets, the largest weight is noted.</param>
public sealed class DsirScorer(DsirModel model) : DocumentTransform
{
    private readonly DsirModel model = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>The annotation that it writes.</summary>
    public static readonly AnnotationKey<double> LogWeight = new("dsir_log_weight");

    /// <summary>How n-grams become a weight. Default: <see cref="DsirWeighting.LengthNormalized"/>, so that one threshold suits short and long documents.</summary>
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

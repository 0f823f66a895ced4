namespace DataCuration.Mixing;

/// <summary>
/// Writes the weighted sum of several ratings, as Meta-rater selects by (arXiv 2504.14194). The weights come from a search
/// (<see cref="MixtureSearchOptions.MetaRater"/>, <see cref="RatingMixtureEvaluator"/>). A document that lacks a rating, or has one that is not finite, gets
/// no sum, and that of an earlier run is removed.
/// </summary>
/// <param name="weights">The weight of each rating; the names are those of the annotations.</param>
public sealed class WeightedRatingTagger(MixtureWeights weights) : DocumentTransform
{
    internal const string DefaultAnnotation = "weighted_rating";

    private readonly MixtureWeights weights = weights ?? throw new ArgumentNullException(nameof(weights));

    /// <summary>The annotation to write.</summary>
    /// <value>Default <c>weighted_rating</c>.</value>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = DefaultAnnotation;

    /// <summary>The scales of the ratings. Each rating is standardized by its scale before it is weighted.</summary>
    /// <value>Default null: the ratings have one scale already. <see cref="RatingScaleFit"/> makes scales.</value>
    /// <exception cref="ArgumentException">A rating with a weight has no scale.</exception>
    public RatingScales? Scales
    {
        get;
        init => field = value is null || weights.Names.FirstOrDefault(name => value.Find(name) is null) is not { } missing ? value
            : throw new ArgumentException(
                $"The scales have no rating '{missing}'; they have {string.Join(", ", value.Ratings.Select(one => $"'{one.Name}'"))}.",
                nameof(value));
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        double sum = 0;
        for (int i = 0; i < weights.Names.Length; i++)
        {
            if (!document.TryGet(new AnnotationKey<double>(weights.Names[i]), out double rating) || !double.IsFinite(rating))
                return StaleAnnotation.Remove(document, Annotation);
            sum += weights.Weights[i] * (Scales?.Find(weights.Names[i])!.Standardize(rating) ?? rating);
        }
        return StageResult.Replace(document.With(new AnnotationKey<double>(Annotation), sum));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("weights", weights.Describe);
        writer.Add(nameof(Annotation), Annotation);
        if (Scales is not null) writer.Add(nameof(Scales), Scales);
    }
}

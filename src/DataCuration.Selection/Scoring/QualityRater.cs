namespace DataCuration.Selection;

/// <summary>
/// Rates every document with a model: by the score of the label for good text, or by the expected value of numeric labels. A text without any known feature
/// gets no rating, and an earlier rating is removed. Filters and selections count such documents.
/// </summary>
public sealed class QualityRater : BatchTransform
{
    /// <summary>The default annotation for the rating.</summary>
    public static readonly AnnotationKey<double> Score = new("quality_score");

    private readonly ITextScorer scorer;
    private readonly string? label;
    private readonly double[] weights;

    /// <summary>Creates a rater by the score of one label.</summary>
    /// <param name="scorer">The model.</param>
    /// <param name="label">The label for good text. For a model with one output (a regression), that output.</param>
    /// <exception cref="ArgumentException">The model has no such label.</exception>
    public QualityRater(ITextScorer scorer, string label)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (!scorer.Labels.Contains(label, StringComparer.Ordinal))
            throw new ArgumentException($"{scorer.Name} has no label '{label}'. Its labels are: {string.Join(", ", scorer.Labels.Take(20))}.", nameof(label));
        this.scorer = scorer;
        this.label = label;
        weights = [];
    }

    private QualityRater(ITextScorer scorer, double[] weights)
    {
        this.scorer = scorer;
        this.weights = weights;
    }

    /// <summary>
    /// Creates a rater by the expected value: labels are numbers (<c>1</c> to <c>5</c>), and the rating is Σ probability · number / Σ probability.
    /// </summary>
    /// <param name="scorer">The model.</param>
    /// <param name="annotation">The annotation to write; null for <c>quality_score</c>.</param>
    /// <exception cref="ArgumentException">A label is not a number.</exception>
    public static QualityRater ExpectedValue(ITextScorer scorer, string? annotation = null)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        return new(scorer, NumericLabels.Parse(scorer.Labels) ?? throw new ArgumentException(
            $"The labels of {scorer.Name} are not numbers ({string.Join(", ", scorer.Labels.Take(5))}): pass the label for good text instead.",
            nameof(scorer)))
        { Annotation = annotation ?? Score.Name };
    }

    /// <summary>The annotation to write. Default: <c>quality_score</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Score.Name;

    /// <inheritdoc/>
    public override int BatchSize => ScoreBatches.BatchSize(scorer);

    /// <inheritdoc/>
    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<float> scores = context.Scratch<ScoreBatches>().Score(scorer, documents.Span);
        int labels = scorer.Labels.Count, wanted = label is null ? 0 : LabelIndex(label);
        var key = new AnnotationKey<double>(Annotation);
        for (int i = 0; i < documents.Length; i++)
        {
            ReadOnlySpan<float> own = scores.Slice(i * labels, labels);
            double rating = label is null ? NumericLabels.Expect(own, weights) : own[wanted];
            if (!double.IsNaN(rating)) results.Span[i] = StageResult.Replace(documents.Span[i].With(key, rating));
            else if (StaleAnnotation.IsThere(documents.Span[i], Annotation))
                results.Span[i] = StageResult.Replace(documents.Span[i].Edit().Set(Annotation, AnnotationValue.Null).Build());
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("scorer", scorer.Describe);
        writer.Add("label", label);
        writer.Add(nameof(Annotation), Annotation);
    }

    private int LabelIndex(string name)
    {
        for (int i = 0; i < scorer.Labels.Count; i++)
            if (scorer.Labels[i] == name) return i;
        return -1;
    }
}

namespace DataCuration.Selection;

/// <summary>Keeps documents whose score is between two bounds. Drop reasons: <c>low_score</c>, <c>high_score</c> and <c>no_score</c>.</summary>
/// <param name="score">The annotation or field that holds the score.</param>
public sealed class ScoreFilter(string score) : DocumentFilter, IPhaseCheck
{
    private readonly AnnotationKey<double> score = new(score);

    /// <summary>Creates a filter by an annotation that a rater writes.</summary>
    /// <param name="score">The annotation.</param>
    public ScoreFilter(AnnotationKey<double> score)
        : this(score.Name)
    {
    }

    /// <summary>The lowest score that is kept. Default: negative infinity.</summary>
    public double Min { get; init => field = Bound(value); } = double.NegativeInfinity;

    /// <summary>The highest score that is kept. Default: positive infinity.</summary>
    public double Max { get; init => field = Bound(value); } = double.PositiveInfinity;

    /// <summary>True to keep documents without the score. Default: false.</summary>
    public bool KeepUnrated { get; init; }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (!document.TryGet(score, out double value) || double.IsNaN(value))
        {
            MissingScores.Warn(context, document, score.Name);
            return KeepUnrated ? StageResult.Keep : StageResult.Drop("no_score");
        }
        if (value < Min) return StageResult.Drop("low_score");
        return value > Max ? StageResult.Drop("high_score") : StageResult.Keep;
    }

    /// <inheritdoc/>
    void IPhaseCheck.Check(StageReport counts, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(report);
        MissingScores.Require(counts, report, "no_score", score.Name);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score.Name);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
        writer.Add(nameof(KeepUnrated), KeepUnrated);
    }

    private static double Bound(double value) =>
        double.IsNaN(value) ? throw new ArgumentOutOfRangeException(nameof(value), value, "A bound must be a number.") : value;
}

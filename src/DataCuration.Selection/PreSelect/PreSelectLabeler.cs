namespace DataCuration.Selection;

/// <summary>
/// Writes the label for PreSelect's classifier: <c>1</c> for documents whose predictive strength reaches a bound, <c>0</c> for others. Drops a document
/// without the annotation with the reason <c>no_score</c>.
/// </summary>
public sealed class PreSelectLabeler : DocumentTransform, IPhaseCheck
{
    /// <summary>The annotation that the label is written to.</summary>
    public static readonly AnnotationKey<string> Label = new("label");

    /// <summary>The annotation that holds the predictive strength. Default: <c>predictive_strength</c>.</summary>
    public string Strength { get; init => field = OptionChecks.NotEmpty(value); } = PredictiveStrengthTagger.Strength.Name;

    /// <summary>The minimum strength of a positive document. Default: 1, as <see cref="PreSelectExamples.MinPositive"/>.</summary>
    public double MinPositive
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The bound must be a finite number.");
    } = 1;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (!document.TryGet(new AnnotationKey<double>(Strength), out double strength) || double.IsNaN(strength))
        {
            MissingScores.Warn(context, document, Strength);
            return StageResult.Drop("no_score");
        }
        return StageResult.Replace(document.With(Label, strength >= MinPositive ? "1" : "0"));
    }

    /// <inheritdoc/>
    void IPhaseCheck.Check(StageReport counts, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(report);
        MissingScores.Require(counts, report, "no_score", Strength);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Strength), Strength);
        writer.Add(nameof(MinPositive), MinPositive);
    }
}

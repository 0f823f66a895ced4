namespace DataCuration.Selection;

/// <summary>Writes the label that PreSelect's classifier is trained on: <c>1</c> for documents of a predictive strength from a bound on, <c>0</c> for others. A document without the annotation is dropped by the reason <c>no_score</c>.</summary>
public sealed class PreSelectLabeler : DocumentTransform
{
    /// <summary>The annotation that is written.</summary>
    public static readonly AnnotationKey<string> Label = new("label");

    /// <summary>The annotation with the predictive strength. Default: <c>predictive_strength</c>.</summary>
    public string Strength { get; init => field = OptionChecks.NotEmpty(value); } = PredictiveStrengthTagger.Strength.Name;

    /// <summary>From which strength on a document is positive. Default: 1, as <see cref="PreSelectExamples.MinPositive"/>.</summary>
    public double MinPositive { get; init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A strength is a number."); } = 1;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.TryGet(new AnnotationKey<double>(Strength), out double strength) || double.IsNaN(strength)) return StageResult.Drop("no_score");
        return StageResult.Replace(document.With(Label, strength >= MinPositive ? "1" : "0"));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Strength), Strength);
        writer.Add(nameof(MinPositive), MinPositive);
    }
}

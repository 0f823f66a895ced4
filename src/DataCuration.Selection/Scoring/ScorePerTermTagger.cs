namespace DataCuration.Selection;

/// <summary>
/// Writes a score in proportion to the number of domain terms of a document: score / (terms + <see cref="Offset"/>). It ranks documents that are rated well
/// with few terms above those that only repeat them. The terms are counted before, such as by a lexicon.
/// </summary>
/// <remarks>A document without the score or the count gets no annotation.</remarks>
/// <param name="score">The annotation or field that holds the score.</param>
/// <param name="terms">The annotation or field that holds the number of terms, 0 or more; or an array, whose entries are counted.</param>
public sealed class ScorePerTermTagger(string score, string terms) : DocumentTransform
{
    /// <summary>The score per term.</summary>
    public static readonly AnnotationKey<double> Density = new("score_per_term");

    private readonly string score = OptionChecks.NotEmpty(score);
    private readonly string terms = OptionChecks.NotEmpty(terms);

    /// <summary>The number that is added to the count, so that a document without terms has a value; 0 or more. Default: 1 (our choice).</summary>
    public double Offset
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It is not negative.");
    } = 1;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        double count = CountOf(document) + Offset;
        double value = document.TryGetValue(score, out AnnotationValue rated) && rated.Kind != AnnotationKind.Null ? rated.AsNumber() / count : double.NaN;
        if (count > 0 && double.IsFinite(value)) return StageResult.Replace(document.With(Density, value));
        return StaleAnnotation.IsThere(document, Density.Name) ? StageResult.Replace(document.Edit().Set(Density.Name, AnnotationValue.Null).Build())
            : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score);
        writer.Add("terms", terms);
        writer.Add(nameof(Offset), Offset);
    }

    /// <summary>Returns the number of terms; NaN if it is unknown.</summary>
    private double CountOf(Document document)
    {
        if (!document.TryGetValue(terms, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return double.NaN;
        if (value.Kind != AnnotationKind.Json) return value.AsNumber() is >= 0 and var number ? number : double.NaN;
        using var json = System.Text.Json.JsonDocument.Parse(value.AsJson());
        return json.RootElement.ValueKind == System.Text.Json.JsonValueKind.Array ? json.RootElement.GetArrayLength() : double.NaN;
    }
}

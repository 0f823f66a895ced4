using System.Globalization;

namespace DataCuration.Filters;

/// <summary>
/// Keeps documents whose annotation lies between two bounds, such as a value that a <see cref="RuleFilter"/> has measured. Drop reasons: <c>below_min</c> and
/// <c>above_max</c>. A document without the annotation, or with NaN, is a fault.
/// </summary>
/// <param name="annotation">The annotation or field with the number, such as <c>gopher_quality.mean_word_length</c>.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// Corpus tagged = Corpus.FromJsonl("tagged/*.jsonl");
/// await tagged.Pipe(new ThresholdFilter("gopher_quality.words") { Min = 100 }).WriteJsonlAsync("longer", run);
/// </code>
/// </example>
public sealed class ThresholdFilter(string annotation) : DocumentFilter
{
    private readonly AnnotationKey<double> annotation = new(annotation);

    /// <summary>The lowest value that is kept. Default: negative infinity.</summary>
    public double Min { get; init => field = Bound(value, nameof(Min)); } = double.NegativeInfinity;

    /// <summary>The highest value that is kept. Default: positive infinity.</summary>
    public double Max { get; init => field = Bound(value, nameof(Max)); } = double.PositiveInfinity;

    /// <summary>The annotation with its bounds, such as <c>gopher_quality.words &gt;= 100</c>.</summary>
    public override string Name => field ??= string.Create(CultureInfo.InvariantCulture,
        $"{annotation.Name}{(Min > double.NegativeInfinity ? $" >= {Min}" : "")}{(Max < double.PositiveInfinity ? $" <= {Max}" : "")}");

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        double value = Read(document, annotation);
        if (value < Min) return Drop("below_min", document, context, value, Min);
        return value > Max ? Drop("above_max", document, context, value, Max) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, Min, Max);
        writer.Add(nameof(annotation), annotation.Name);
        writer.Add(nameof(Min), Min);
        writer.Add(nameof(Max), Max);
    }

    /// <summary>Reads a number. What is no number passes no bound and fails none, so it is a fault of the document.</summary>
    internal static double Read(Document document, AnnotationKey<double> annotation) => document.Get(annotation) is var value && !double.IsNaN(value)
        ? value : throw new InvalidDataException($"Document '{document.Id}': '{annotation.Name}' is not a number.");

    private StageResult Drop(string reason, Document document, StageContext context, double value, double limit)
    {
        if (!context.WritesDrops) return StageResult.Drop(reason);
        DocumentEditor editor = document.Edit().Set(DropAnnotations.Measure, annotation.Name);
        if (double.IsFinite(value)) editor.Set(DropAnnotations.Value, value);
        if (double.IsFinite(limit)) editor.Set(DropAnnotations.Limit, limit);
        return StageResult.Drop(reason, editor.Build());
    }

    private static double Bound(double value, string name) =>
        double.IsNaN(value) ? throw new ArgumentOutOfRangeException(name, value, "A bound must be a number.") : value;
}

using System.Collections.Concurrent;

namespace DataCuration.Filters;

/// <summary>
/// The base of filters that measure a text and decide by thresholds. It can write the measured values as annotations, so that a corpus is measured once and
/// filtered later with any thresholds (<see cref="ThresholdFilter"/>, <see cref="ThresholdSweep"/>), and it can tag instead of dropping.
/// </summary>
/// <remarks>
/// A derived class measures with static kernels and returns its decision from <see cref="Judge"/>; a rule that edits returns a replacement. Reasons are short
/// constants, those of the peer if there is one. If the pass writes its drops (<see cref="Corpus.DropsTo"/>), the filter measures a document that it drops once
/// more: the drop output has all its values, and the one that led to the drop with its limit (<see cref="DropAnnotations"/>).
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new HasQuestion { Annotates = true }).DropsTo("dropped").WriteJsonlAsync("questions", run);
///
/// public sealed class HasQuestion() : RuleFilter("question")
/// {
///     protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
///     {
///         int marks = document.Utf8Text.Span.Count((byte)'?');
///         measures.Add("marks", marks);
///         return marks &gt; 0 ? StageResult.Keep : StageResult.Drop("no_question");
///     }
///
///     protected override void DescribeRules(FingerprintWriter writer) =&gt; writer.Add("version", 1);
/// }
/// </code>
/// </example>
public abstract class RuleFilter : DocumentFilter
{
    /// <summary>The measure that holds the decision: <c>reason</c>. Its value is null for a document that the rules keep.</summary>
    public const string ReasonMeasure = "reason";

    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>Creates a filter.</summary>
    /// <param name="prefix">The default of <see cref="Prefix"/>, in snake_case.</param>
    protected RuleFilter(string prefix) => Prefix = prefix;

    /// <summary>
    /// The first part of the names of this filter's annotations, before a dot. Set another one to tag with two sets of options. Default: the name of the peer's
    /// rule, such as <c>gopher_quality</c>.
    /// </summary>
    public string Prefix
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>
    /// True to write every measured value as an annotation, such as <c>gopher_quality.mean_word_length</c>. The filter then measures everything, where it
    /// otherwise stops at the first rule that drops. Default: false.
    /// </summary>
    public bool Annotates { get; init; }

    /// <summary>
    /// True to drop and edit nothing, and write the decision as annotation <c>PREFIX.reason</c> instead: the reason, or null for a document that the rules
    /// keep. <see cref="TagFilter"/> drops by it later. Default: false.
    /// </summary>
    public bool TagsOnly { get; init; }

    /// <inheritdoc/>
    protected sealed override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (Annotates || TagsOnly) return EvaluateWithTags(document, context);
        StageResult result = Judge(document, context, RuleMeasures.None);
        return result.IsDrop && context.WritesDrops ? Explain(document, context, result) : result;
    }

    /// <inheritdoc/>
    protected sealed override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Prefix), Prefix);
        writer.Add(nameof(Annotates), Annotates);
        writer.Add(nameof(TagsOnly), TagsOnly);
        DescribeRules(writer);
    }

    /// <summary>Decides on a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context. Buffers come from its scratch object.</param>
    /// <param name="measures">Receives the measured values, if they are wanted. Measure all of them then, whatever the decision.</param>
    /// <returns>Keep, drop with the reason, or a replacement with an edited text.</returns>
    protected abstract StageResult Judge(Document document, StageContext context, RuleMeasures measures);

    /// <summary>Writes the filter's own options; those of this class are written already.</summary>
    /// <param name="writer">The fingerprint.</param>
    protected abstract void DescribeRules(FingerprintWriter writer);

    private StageResult EvaluateWithTags(Document document, StageContext context)
    {
        RuleMeasures measures = Annotates ? new RuleMeasures(Prefix, names) : RuleMeasures.None;
        StageResult result = Judge(document, context, measures);
        Document source = !TagsOnly && result.Document is { } edited ? edited : document;
        DocumentEditor editor = source.Edit();
        foreach ((string name, AnnotationValue value) in measures.Values) editor.Set(name, value);
        if (TagsOnly)
        {
            editor.Set(names.GetOrAdd(ReasonMeasure, static (one, start) => $"{start}.{one}", Prefix), AnnotationValue.FromString(result.Reason));
            return StageResult.Replace(editor.Build());
        }
        return result.Reason is { } reason ? Drop(reason, editor, measures) : StageResult.Replace(editor.Build());
    }

    /// <summary>Measures a dropped document in full, for the drop output.</summary>
    private StageResult Explain(Document document, StageContext context, StageResult decision)
    {
        var measures = new RuleMeasures(Prefix, names);
        _ = Judge(document, context, measures);
        if (measures.Values.Count == 0) return decision;
        DocumentEditor editor = document.Edit();
        foreach ((string name, AnnotationValue value) in measures.Values) editor.Set(name, value);
        return Drop(decision.Reason!, editor, measures);
    }

    private static StageResult Drop(string reason, DocumentEditor editor, RuleMeasures measures)
    {
        if (measures.Decisive is { } decisive)
        {
            double value = measures.Values.LastOrDefault(one => one.Key == decisive.Name).Value.AsNumber();
            double? limit = value < decisive.Min ? decisive.Min : decisive.Max ?? decisive.Min;
            editor.Set(DropAnnotations.Measure, decisive.Name);
            if (double.IsFinite(value)) editor.Set(DropAnnotations.Value, value);
            if (limit is { } bound && double.IsFinite(bound)) editor.Set(DropAnnotations.Limit, bound);
        }
        return StageResult.Drop(reason, editor.Build());
    }
}

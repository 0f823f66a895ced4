namespace DataCuration;

/// <summary>A stage that keeps a document or drops it with a reason. It may also replace it, to annotate a measured value.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new MinimumWords { Minimum = 50 }).WriteJsonlAsync("clean", run);
///
/// public sealed class MinimumWords : DocumentFilter
/// {
///     public int Minimum { get; init; } = 20;
///
///     protected override StageResult Evaluate(Document document, StageContext context) =&gt;
///         document.Words.Count &gt;= Minimum ? StageResult.Keep : StageResult.Drop("too_few_words");
///
///     protected override void Describe(FingerprintWriter writer) =&gt; writer.Add(nameof(Minimum), Minimum);
/// }
/// </code>
/// </example>
public abstract class DocumentFilter : SynchronousStage
{
    /// <summary>Evaluates a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context: scratch buffers, shared resources, randomness, logger.</param>
    /// <returns>The decision.</returns>
    protected internal abstract StageResult Evaluate(Document document, StageContext context);

    internal sealed override StageResult Apply(Document document, StageContext context) => Evaluate(document, context);
}

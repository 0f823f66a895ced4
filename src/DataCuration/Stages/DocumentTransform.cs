namespace DataCuration;

/// <summary>A stage that edits a document without waiting for anything. For work that waits use <see cref="AsyncDocumentTransform"/>.</summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new WordCounter()).WriteJsonlAsync("counted", run);
///
/// public sealed class WordCounter : DocumentTransform
/// {
///     public static readonly AnnotationKey&lt;int&gt; Words = new("words");
///
///     protected override StageResult Transform(Document document, StageContext context) =&gt;
///         StageResult.Replace(document.With(Words, document.Words.Count));
///
///     protected override void Describe(FingerprintWriter writer) =&gt; writer.Add("version", 1);
/// }
/// </code>
/// </example>
public abstract class DocumentTransform : SynchronousStage
{
    /// <summary>Edits a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context: scratch buffers, shared resources, randomness, logger.</param>
    /// <returns>The result: keep the document, replace it, or drop it with a reason.</returns>
    protected internal abstract StageResult Transform(Document document, StageContext context);

    internal sealed override StageResult Apply(Document document, StageContext context) => Transform(document, context);
}

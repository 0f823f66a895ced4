namespace DataCuration;

/// <summary>
/// A stage that makes any number of documents from one, such as chunks or synthetic texts. Children are kept back until their parent is done, so that a parent
/// that throws leaves none. A child gets the id <c>parent#n</c>, with n from 1, and loses the id it was made with.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new ParagraphSplitter()).WriteJsonlAsync("paragraphs", run);
///
/// public sealed class ParagraphSplitter : DocumentExpander
/// {
///     protected override async IAsyncEnumerable&lt;Document&gt; ExpandAsync(Document document, StageContext context,
///         [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
///     {
///         foreach (string paragraph in document.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
///             yield return document.WithText(paragraph);
///         await Task.CompletedTask;
///     }
///
///     protected override void Describe(FingerprintWriter writer) =&gt; writer.Add("version", 1);
/// }
/// </code>
/// </example>
public abstract class DocumentExpander : Stage
{
    /// <summary>True if the parent continues too, before its children. If not, it is dropped with the reason <c>expanded</c>.</summary>
    /// <value>Default false.</value>
    public virtual bool KeepsParent => false;

    /// <summary>
    /// The number of calls that run at once in a shard: parents, and the calls inside them (<see cref="StageContext.RunConcurrentlyAsync"/>).
    /// </summary>
    /// <value>1 or more; default 1.</value>
    public virtual int MaxConcurrency => 1;

    /// <summary>
    /// The maximum number of parents in the stage, counted from the oldest unfinished one. Each keeps its children until the parents before it are done. The
    /// window bounds memory and does not change the output.
    /// </summary>
    /// <value>1 or more; default 2 x <see cref="MaxConcurrency"/> (our choice: children are many, so the window is small).</value>
    public virtual int Window => (int)Math.Min(int.MaxValue, 2L * MaxConcurrency);

    /// <summary>Makes the children. For calls that may overlap use <see cref="StageContext.RunConcurrentlyAsync"/>.</summary>
    /// <param name="document">The parent.</param>
    /// <param name="context">The call's context: its scratch buffers belong to this parent until it is done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The children, in order.</returns>
    protected internal abstract IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context, CancellationToken cancellationToken);
}

namespace DataCuration;

/// <summary>
/// A stage that waits on something for each document, such as a language model or a service. Calls overlap across the whole shard, and results keep the
/// documents' order.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var client = new HttpClient();
/// using var run = new CurationRun(new RunOptions { Faults = FaultPolicy.Quarantine(0.05) });
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new ServiceTagger(client)).WriteJsonlAsync("tagged", run);
///
/// public sealed class ServiceTagger(HttpClient client) : AsyncDocumentTransform
/// {
///     public static readonly AnnotationKey&lt;string&gt; Topic = new("topic");
///
///     public override int MaxConcurrency =&gt; 16;
///
///     protected override async ValueTask&lt;StageResult&gt; TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
///     {
///         using var content = new StringContent(document.Text);
///         using HttpResponseMessage response = await client.PostAsync(new Uri("http://127.0.0.1:8000/topic"), content, cancellationToken);
///         response.EnsureSuccessStatusCode();
///         return StageResult.Replace(document.With(Topic, await response.Content.ReadAsStringAsync(cancellationToken)));
///     }
///
///     protected override void Describe(FingerprintWriter writer) =&gt; writer.Add("service", "topic/1");
/// }
/// </code>
/// </example>
public abstract class AsyncDocumentTransform : Stage
{
    /// <summary>
    /// The number of calls that run at once in a shard: documents, and the calls inside them (<see cref="StageContext.RunConcurrentlyAsync"/>).
    /// </summary>
    /// <value>1 or more; default 1.</value>
    public virtual int MaxConcurrency => 1;

    /// <summary>
    /// The maximum number of documents in the stage, counted from the oldest unfinished one. A slow document delays the results after it; the other calls
    /// continue until the window is full. The window bounds memory and does not change the output.
    /// </summary>
    /// <value>1 or more; default 32 x <see cref="MaxConcurrency"/> (our choice: calls that take 32 times as long as the others leave no slot empty).</value>
    public virtual int Window => (int)Math.Min(int.MaxValue, 32L * MaxConcurrency);

    /// <summary>Edits a document. Up to <see cref="MaxConcurrency"/> calls run at once.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The call's context: its scratch buffers belong to this call until it returns.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The result: keep the document, replace it, or drop it with a reason.</returns>
    protected internal abstract ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken);
}

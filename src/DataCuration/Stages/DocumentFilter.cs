namespace DataCuration;

/// <summary>A stage that keeps a document or drops it with a reason. It may also replace it, to annotate a measured value.</summary>
public abstract class DocumentFilter : SynchronousStage
{
    /// <summary>Evaluates a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context: scratch buffers, shared resources, randomness, logger.</param>
    /// <returns>The decision.</returns>
    protected internal abstract StageResult Evaluate(Document document, StageContext context);

    internal sealed override StageResult Apply(Document document, StageContext context) => Evaluate(document, context);
}

namespace DataCuration;

/// <summary>A stage that judges one document at a time: keep it or drop it with a reason. (It may also replace it, to note what it measured.)</summary>
public abstract class DocumentFilter : SynchronousStage
{
    /// <summary>Judges a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context.</param>
    /// <returns>The decision.</returns>
    protected internal abstract StageResult Evaluate(Document document, StageContext context);

    internal sealed override StageResult Apply(Document document, StageContext context) => Evaluate(document, context);
}

namespace DataCuration;

/// <summary>A stage that edits one document at a time without waiting on anything. For work that waits use <see cref="AsyncDocumentTransform"/>.</summary>
public abstract class DocumentTransform : SynchronousStage
{
    /// <summary>Edits a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="context">The worker's context.</param>
    /// <returns>The document to go on with, or why it is dropped.</returns>
    protected internal abstract StageResult Transform(Document document, StageContext context);

    internal sealed override StageResult Apply(Document document, StageContext context) => Transform(document, context);
}

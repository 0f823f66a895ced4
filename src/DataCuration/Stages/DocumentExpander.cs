namespace DataCuration;

/// <summary>
/// A stage that makes any number of documents of one (chunks, synthetic texts). Children are gathered until the parent is done and then go on together:
/// a parent that throws leaves none behind. A child gets the id <c>parent#n</c> (n from 1), whatever id it was made with.
/// </summary>
public abstract class DocumentExpander : Stage
{
    /// <summary>Whether the parent goes on too, before its children. Default: false (it is dropped with the reason <c>expanded</c>).</summary>
    public virtual bool KeepsParent => false;

    /// <summary>Makes the children.</summary>
    /// <param name="document">The parent.</param>
    /// <param name="context">The worker's context.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The children, in order.</returns>
    protected internal abstract IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context, CancellationToken cancellationToken);
}

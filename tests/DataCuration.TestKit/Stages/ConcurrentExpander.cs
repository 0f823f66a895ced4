using System.Runtime.CompilerServices;

namespace DataCuration.TestKit;

/// <summary>An expander that makes a child by each of a number of overlapping calls.</summary>
/// <param name="items">Lists a parent's items.</param>
/// <param name="call">Makes the child of an item.</param>
/// <param name="maxConcurrency">The number of calls that run at once.</param>
/// <param name="window">The number of parents in the window; null for the default.</param>
public sealed class ConcurrentExpander(
    Func<Document, IEnumerable<int>> items, Func<Document, int, StageContext, CancellationToken, ValueTask<Document>> call, int maxConcurrency,
    int? window = null)
        : DocumentExpander
{
    public ConcurrentExpander(Func<Document, IEnumerable<int>> items, Func<Document, int, CancellationToken, ValueTask<Document>> call, int maxConcurrency,
        int? window = null)
        : this(items, (document, item, _, token) => call(document, item, token), maxConcurrency, window)
    {
    }

    public override int MaxConcurrency => maxConcurrency;

    public override int Window => window ?? base.Window;

    protected internal override async IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await foreach (Document child in context.RunConcurrentlyAsync(items(document), (item, token) => call(document, item, context, token), cancellationToken)
            .ConfigureAwait(false))
            yield return child;
    }

    protected internal override void Describe(FingerprintWriter writer)
    {
    }
}

namespace DataCuration;

/// <summary>
/// A search over the passages of a corpus: a BM25 index, or a vector store. Implementations are thread-safe, because all workers share one instance. The same
/// query gives the same passages in the same order at any time, or the output of a run depends on more than its input.
/// </summary>
public interface IPassageRetriever
{
    /// <summary>The retriever's name in reports.</summary>
    string Name { get; }

    /// <summary>Writes the identity of the retriever: its kind, its options and the content of its index.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Finds the passages that match a text best.</summary>
    /// <param name="query">The text. It is no query language, and may be anything that a document or a model contains.</param>
    /// <param name="count">The maximum number of passages; at least 1.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The passages in descending order of their scores; empty if nothing matches.</returns>
    ValueTask<IReadOnlyList<RetrievedPassage>> RetrieveAsync(string query, int count, CancellationToken cancellationToken = default);
}

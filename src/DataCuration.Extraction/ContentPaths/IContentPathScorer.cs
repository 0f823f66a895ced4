namespace DataCuration.Extraction;

/// <summary>Scores documents for one content path where a rule cannot decide. Implementations must be thread-safe: all workers share one instance.</summary>
public interface IContentPathScorer
{
    /// <summary>Writes the identity of the scorer: its kind and the content hash of its model.</summary>
    /// <param name="writer">Receives the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The probability that the document belongs to the path, in [0, 1].</returns>
    double Score(Document document);
}

namespace DataCuration.Extraction;

/// <summary>Decides where a rule cannot: a classifier for one path. Implementations are thread-safe: one is shared by all workers.</summary>
public interface IContentPathScorer
{
    /// <summary>Writes what identifies the scorer: its kind and the content hash of its model.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores a document.</summary>
    /// <param name="document">The document.</param>
    /// <returns>How sure it is that the document belongs to the path, in [0, 1].</returns>
    double Score(Document document);
}

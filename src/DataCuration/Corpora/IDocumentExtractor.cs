namespace DataCuration;

/// <summary>Converts raw bytes into a document, for example HTML or PDF into text.</summary>
public interface IDocumentExtractor
{
    /// <summary>The extractor's name in reports.</summary>
    string Name { get; }

    /// <summary>Writes every option that changes the output into a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Extracts a document. An exception makes the record a fault.</summary>
    /// <param name="document">The raw document.</param>
    /// <param name="cancellationToken">Cancels the extraction.</param>
    /// <returns>The document, or the reason to drop it.</returns>
    ValueTask<StageResult> ExtractAsync(RawDocument document, CancellationToken cancellationToken);
}

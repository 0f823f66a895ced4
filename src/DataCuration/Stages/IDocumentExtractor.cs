namespace DataCuration;

/// <summary>Converts raw bytes into a document, for example HTML or PDF into text.</summary>
public interface IDocumentExtractor
{
    /// <summary>The extractor's name in reports.</summary>
    string Name { get; }

    /// <summary>Writes every option that changes the output into a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Extracts a document. Throwing makes the record a fault.</summary>
    /// <param name="document">The raw bytes, with media type, charset and address.</param>
    /// <param name="context">The worker's shared resources, scratch buffers, keyed randomness and logger.</param>
    /// <param name="cancellationToken">Cancels the extraction.</param>
    /// <returns>The extracted document, or a drop with its reason.</returns>
    ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken);
}

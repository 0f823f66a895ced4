namespace DataCuration;

/// <summary>Turns raw bytes into a document: HTML or PDF to text.</summary>
public interface IDocumentExtractor
{
    /// <summary>The extractor's name in reports.</summary>
    string Name { get; }

    /// <summary>Writes every option that changes the output.</summary>
    /// <param name="writer">Takes the options.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Extracts a document. Throwing makes the record a fault.</summary>
    /// <param name="document">The raw bytes, with media type, charset and address.</param>
    /// <param name="context">The worker's shared resources, scratch buffers, keyed randomness and logger.</param>
    /// <param name="cancellationToken">Cancels the extraction.</param>
    /// <returns>The extracted document, or a drop with its reason.</returns>
    ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken);
}

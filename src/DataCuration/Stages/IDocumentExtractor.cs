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
    /// <param name="document">The bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The document, or why there is none.</returns>
    ValueTask<StageResult> ExtractAsync(RawDocument document, CancellationToken cancellationToken);
}

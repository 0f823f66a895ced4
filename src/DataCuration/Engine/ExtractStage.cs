namespace DataCuration;

/// <summary>Turns raw documents into documents.</summary>
internal sealed class ExtractStage(IDocumentExtractor extractor) : AsyncDocumentTransform
{
    public override string Name => extractor.Name;

    protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ExtractionResult result = await extractor.ExtractAsync(document.Raw!, context, cancellationToken).ConfigureAwait(false);
        if (result.IsDrop) return StageResult.Drop(result.Reason);
        if (!result.IsExtracted) throw new InvalidOperationException($"Extractor {extractor.Name} returned the default ExtractionResult for '{document.Id}'. "
            + $"Return ExtractionResult.Extracted or ExtractionResult.Drop.");
        // The extracted document keeps the position of its raw bytes in the source.
        return StageResult.Replace(new Document(result.Document, null, null, result.Document.Slots, document.Origin));
    }

    protected internal override void Describe(FingerprintWriter writer)
    {
        writer.Add("extractor", extractor.GetType().FullName);
        extractor.Describe(writer);
    }
}

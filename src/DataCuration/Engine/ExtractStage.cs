namespace DataCuration;

/// <summary>Turns raw documents into documents.</summary>
internal sealed class ExtractStage(IDocumentExtractor extractor) : AsyncDocumentTransform
{
    public override string Name => extractor.Name;

    protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        StageResult result = await extractor.ExtractAsync(document.Raw!, cancellationToken).ConfigureAwait(false);
        if (result.IsKeep) throw new InvalidOperationException($"Extractor {extractor.Name} kept '{document.Id}' as it is: it has to replace it by a document, or drop it.");
        // The extracted document stands where its bytes stood.
        return result.Document is { } extracted ? StageResult.Replace(new Document(extracted, null, null, extracted.Slots, document.Origin)) : result;
    }

    protected internal override void Describe(FingerprintWriter writer)
    {
        writer.Add("extractor", extractor.GetType().FullName);
        extractor.Describe(writer);
    }
}

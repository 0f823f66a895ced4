namespace DataCuration.IntegrationTests.Worker;

/// <summary>An extractor that prints a line when it is called.</summary>
public sealed class ProbedExtractor(IDocumentExtractor inner) : IDocumentExtractor
{
    public string Name => inner.Name;

    public void Describe(FingerprintWriter writer) => inner.Describe(writer);

    public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken)
    {
        Probe.Say("extract");
        return inner.ExtractAsync(document, context, cancellationToken);
    }
}

namespace DataCuration.IntegrationTests.Worker;

/// <summary>Removes the last word of every third document of a batch call, and prints the pipeline's position.</summary>
public sealed class Trim : BatchTransform
{
    public override int BatchSize => 32;

    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        Probe.Say("stage");
        for (int i = 0; i < documents.Length; i++)
        {
            Document document = documents.Span[i];
            if (document.IdHash % 3 == 0) results.Span[i] = StageResult.Replace(document.WithText(document.Text[..document.Text.LastIndexOf(' ')]));
        }
        return ValueTask.CompletedTask;
    }

    protected override void Describe(FingerprintWriter writer)
    {
    }
}

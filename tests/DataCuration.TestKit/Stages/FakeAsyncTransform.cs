namespace DataCuration.TestKit;

/// <summary>An asynchronous transform made of a function.</summary>
public sealed class FakeAsyncTransform(Func<Document, CancellationToken, ValueTask<StageResult>> transform, int maxConcurrency = 4,
    string version = "1", int? window = null)
    : AsyncDocumentTransform
{
    public override int MaxConcurrency => maxConcurrency;

    public override int Window => window ?? base.Window;

    protected internal override ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken) =>
        transform(document, cancellationToken);

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", version);
}

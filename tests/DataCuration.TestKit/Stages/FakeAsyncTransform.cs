namespace DataCuration.TestKit;

/// <summary>An asynchronous transform made of a function.</summary>
public sealed class FakeAsyncTransform(Func<Document, StageContext, CancellationToken, ValueTask<StageResult>> transform, int maxConcurrency = 4,
    string version = "1", int? window = null)
    : AsyncDocumentTransform
{
    public FakeAsyncTransform(Func<Document, CancellationToken, ValueTask<StageResult>> transform, int maxConcurrency = 4, string version = "1",
        int? window = null)
        : this((document, _, token) => transform(document, token), maxConcurrency, version, window)
    {
    }

    public override int MaxConcurrency => maxConcurrency;

    public override int Window => window ?? base.Window;

    protected internal override ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken) =>
        transform(document, context, cancellationToken);

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", version);
}

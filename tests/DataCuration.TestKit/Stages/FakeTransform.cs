namespace DataCuration.TestKit;

/// <summary>A transform made of a function that also receives the context.</summary>
public sealed class FakeTransform(Func<Document, StageContext, StageResult> transform, string version = "1") : DocumentTransform
{
    protected internal override StageResult Transform(Document document, StageContext context) => transform(document, context);

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", version);
}

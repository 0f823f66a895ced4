namespace DataCuration;

/// <summary>A transform made from a lambda.</summary>
internal sealed class SelectStage(Func<Document, Document> selector, string text, string? version) : DocumentTransform, ILambdaStage
{
    private readonly LambdaIdentity identity = new(selector, text, version);

    public override string Name => $"Select({identity.Text})";

    LambdaIdentity ILambdaStage.Identity => identity;

    protected internal override StageResult Transform(Document document, StageContext context)
    {
        Document result = selector(document)
            ?? throw new InvalidOperationException($"{Name} returned null. To drop a document use Where or a DocumentTransform.");
        return ReferenceEquals(result, document) ? StageResult.Keep : StageResult.Replace(result);
    }

    protected internal override void Describe(FingerprintWriter writer) => identity.Describe(writer);
}

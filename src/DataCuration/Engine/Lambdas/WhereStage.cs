namespace DataCuration;

/// <summary>A filter made from a lambda.</summary>
internal sealed class WhereStage(Func<Document, bool> predicate, string text, string? version) : DocumentFilter, ILambdaStage
{
    private readonly LambdaIdentity identity = new(predicate, text, version);

    public override string Name => $"Where({identity.Text})";

    LambdaIdentity ILambdaStage.Identity => identity;

    protected internal override StageResult Evaluate(Document document, StageContext context) =>
        predicate(document) ? StageResult.Keep : StageResult.Drop(identity.Text);

    protected internal override void Describe(FingerprintWriter writer) => identity.Describe(writer);
}

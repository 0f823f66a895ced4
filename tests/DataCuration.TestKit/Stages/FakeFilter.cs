namespace DataCuration.TestKit;

/// <summary>A filter made of a function, identified by a version; counts its calls.</summary>
public sealed class FakeFilter(Func<Document, StageResult> evaluate, string version = "1", string name = "FakeFilter") : DocumentFilter
{
    private int calls;

    public int Calls => Volatile.Read(ref calls);

    public override string Name => name;

    protected internal override StageResult Evaluate(Document document, StageContext context)
    {
        Interlocked.Increment(ref calls);
        return evaluate(document);
    }

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", version);
}

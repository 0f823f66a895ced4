namespace DataCuration.TestKit;

/// <summary>A batch transform that processes documents one by one and records the sizes of its batches.</summary>
public sealed class FakeBatchTransform(Func<Document, StageResult> transform, int batchSize = 8, string version = "1") : BatchTransform
{
    private readonly List<int> batches = [];

    public IReadOnlyList<int> Batches => batches;

    public override int BatchSize => batchSize;

    protected internal override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        lock (batches) batches.Add(documents.Length);
        for (int i = 0; i < documents.Length; i++) results.Span[i] = transform(documents.Span[i]);
        return ValueTask.CompletedTask;
    }

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", version);
}

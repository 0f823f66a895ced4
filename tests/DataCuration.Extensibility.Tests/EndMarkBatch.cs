namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined batch transform: drops documents without an end mark, throws on no document.</summary>
public sealed class EndMarkBatch : BatchTransform
{
    public char Mark { get; init; } = '.';

    public override int BatchSize => 6;

    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        for (int i = 0; i < documents.Length; i++)
            if (!documents.Span[i].Text.EndsWith(Mark)) results.Span[i] = StageResult.Drop("no_end_mark");
        return ValueTask.CompletedTask;
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Mark), Mark.ToString());
}

namespace DataCuration.IntegrationTests.Worker;

/// <summary>Writes the number of words and a random number; waits, so that documents overtake each other.</summary>
public sealed class Annotate : AsyncDocumentTransform
{
    public static readonly AnnotationKey<int> Words = new("words");
    public static readonly AnnotationKey<long> Draw = new("draw");

    public override int MaxConcurrency => 4;

    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (document.IdHash % 3 == 0) await Task.Yield();
        long draw = context.Random(document.Id).NextInt64(1000);
        return StageResult.Replace(document.Edit().Set(Words, document.Text.AsSpan().Count(' ') + 1).Set(Draw, draw).Build());
    }

    protected override void Describe(FingerprintWriter writer)
    {
    }
}

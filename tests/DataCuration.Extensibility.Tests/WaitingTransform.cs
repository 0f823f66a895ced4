namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined asynchronous transform that calls a shared service.</summary>
public sealed class WaitingTransform : AsyncDocumentTransform
{
    public int Repeat { get; init; } = 2;

    public override int MaxConcurrency => 5;

    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        Service service = context.Resource("service", () => new Service());
        return StageResult.Replace(document.WithText(await service.AskAsync(document.Text, Repeat)));
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Repeat), Repeat);

    private sealed class Service
    {
        private int asked;

        public async Task<string> AskAsync(string text, int repeat)
        {
            Interlocked.Increment(ref asked);
            await Task.Yield();
            return string.Concat(Enumerable.Repeat(text, repeat));
        }
    }
}

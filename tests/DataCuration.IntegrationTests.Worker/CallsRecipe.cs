using System.Globalization;
using System.Runtime.CompilerServices;

namespace DataCuration.IntegrationTests.Worker;

/// <summary>Asynchronous stages whose calls wait and overlap: rate, batch, expand with calls inside a parent, and rate again.</summary>
public static class CallsRecipe
{
    /// <summary>Runs it and returns the counts.</summary>
    public static async Task<string> RunAsync(WorkerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var run = new CurationRun(options.ToRunOptions(batchDocuments: 20));
        var read = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = options.ShardBytes, CoalesceBytes = 0 } };
        await Corpus.FromJsonl(read, [.. options.Inputs]).Pipe(new Rate(16), new Trim(), new Rewrite(), new Rate(6)).DropsTo("dropped")
            .WriteJsonlAsync("called", run).ConfigureAwait(false);
        RunReport report = run.Reports[^1];
        return string.Create(CultureInfo.InvariantCulture,
            $"{report.Records} in, {report.Emitted} emitted, {report.Kept} kept, {report.Dropped} dropped, {report.Faulted} faulted");
    }

    private static async ValueTask WaitAsync(Document document, int item, CancellationToken cancellationToken)
    {
        Probe.Say("call");
        int milliseconds = (int)((document.IdHash + (ulong)item) % 7);
        if (milliseconds > 0) await Task.Delay(milliseconds, cancellationToken).ConfigureAwait(false);
    }

    private sealed class Rate(int maxConcurrency) : AsyncDocumentTransform
    {
        public override int MaxConcurrency => maxConcurrency;

        protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            await WaitAsync(document, maxConcurrency, cancellationToken).ConfigureAwait(false);
            return (context.Random(document.Id).NextInt64(20)) switch
            {
                0 => throw new FormatException("no rating"),
                1 or 2 => StageResult.Drop("low"),
                _ => StageResult.Keep,
            };
        }

        protected override void Describe(FingerprintWriter writer)
        {
        }
    }

    private sealed class Rewrite : DocumentExpander
    {
        public override int MaxConcurrency => 12;

        public override bool KeepsParent => true;

        protected override async IAsyncEnumerable<Document> ExpandAsync(Document document, StageContext context,
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            int calls = (int)context.Random(document.Id).NextInt64(4);
            await foreach (Document child in context.RunConcurrentlyAsync(Enumerable.Range(0, calls), async (item, token) =>
            {
                await WaitAsync(document, item, token).ConfigureAwait(false);
                return new Document(null, string.Create(CultureInfo.InvariantCulture, $"{item} of {document.Text}"));
            }, cancellationToken).ConfigureAwait(false)) yield return child;
        }

        protected override void Describe(FingerprintWriter writer)
        {
        }
    }
}

namespace DataCuration.IntegrationTests.Worker;

/// <summary>A program that waits at its last document until it is stopped, for tests of Ctrl-C.</summary>
internal static class SignalRecipe
{
    public static Task<int> RunAsync(WorkerOptions options) => ConsoleProgram.RunAsync(async cancellationToken =>
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(() => Probe.Say("event", "cancelled"));
        using var run = new CurationRun(new RunOptions { WorkDirectory = options.Work, MaxParallelShards = 1 });
        var read = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
        await Corpus.FromJsonl(read, options.Inputs).Pipe(new Waiter(options)).WriteJsonlAsync("out", run, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        Probe.Say("done", $"{run.Reports[^1].Kept}");
    });

    private sealed class Waiter(WorkerOptions options) : AsyncDocumentTransform
    {
        protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            Probe.Say("document", document.Id);
            if (document.Id == "last" && options.Signals != "go")
                await Task.Delay(Timeout.InfiniteTimeSpan, options.Signals == "deaf" ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
            return StageResult.Keep;
        }

        protected override void Describe(FingerprintWriter writer)
        {
        }
    }
}

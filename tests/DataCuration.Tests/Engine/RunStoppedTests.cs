using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class RunStoppedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_SynchronousStageStopsIt_EndsWithThatExceptionAndNoFault(int workers)
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path, Faults = FaultPolicy.Quarantine(1), MaxParallelShards = workers });
        RunStoppedException e = await Assert.ThrowsAsync<RunStoppedException>(() => Many(6).Pipe(new Stopping("b"))
            .WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("the budget is spent", e.Message);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories),
            file => file.Contains("quarantine", StringComparison.Ordinal));
        // Work that was finished before is kept, and nothing of the rest exists.
        Assert.True(Directory.EnumerateFiles(folder["out"], "part-*.jsonl").Count() < 6);
    }

    [Fact]
    public async Task Run_ConcurrentStageStopsIt_WaitsForWhatIsUnderWayAndStartsNoMore()
    {
        var stage = new StoppingCalls();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path, Faults = FaultPolicy.Quarantine(1), MaxParallelShards = 1 });
        await Assert.ThrowsAsync<RunStoppedException>(() => Many(4).Pipe(stage)
            .WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(stage.Started, stage.Ended);
        Assert.InRange(stage.Started, 4, 8); // of 100 documents in the shard's batch, and no other shard started
    }

    [Fact]
    public async Task Run_StoppedAndRunAgain_DoesOnlyTheRest()
    {
        using (var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path, MaxParallelShards = 1 }))
            await Assert.ThrowsAsync<RunStoppedException>(() => Many(3).Pipe(new Stopping("b"))
                .WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken));
        DateTime first = File.GetLastWriteTimeUtc(folder["out/part-00000.jsonl"]);
        using (var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path, MaxParallelShards = 1 }))
        {
            await Many(3).Pipe(new Stopping("nothing")).WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(300, run.Reports[^1].Kept);
        }
        Assert.Equal(first, File.GetLastWriteTimeUtc(folder["out/part-00000.jsonl"]));
    }

    private static Corpus Many(int shards) => Corpus.Concat([.. Enumerable.Range(0, shards)
        .Select(shard => Corpus.FromDocuments([.. Enumerable.Range(0, 100).Select(i => new Document($"{(char)('a' + shard)}{i}", "text"))]))]);

    /// <summary>Stops the run at a document whose id has a prefix. The prefix is not part of the fingerprint, like a budget.</summary>
    private sealed class Stopping(string at) : DocumentFilter
    {
        protected internal override StageResult Evaluate(Document document, StageContext context) =>
            document.Id.StartsWith(at, StringComparison.Ordinal) ? throw new RunStoppedException("the budget is spent") : StageResult.Keep;

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("kind", "stopping");
    }

    private sealed class StoppingCalls : AsyncDocumentTransform
    {
        private int started;
        private int ended;

        public int Started => started;

        public int Ended => ended;

        public override int MaxConcurrency => 4;

        protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            int number = Interlocked.Increment(ref started);
            try
            {
                await Task.Delay(20, cancellationToken);
                return number == 4 ? throw new RunStoppedException("the budget is spent") : StageResult.Keep;
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("kind", "calls");
    }
}

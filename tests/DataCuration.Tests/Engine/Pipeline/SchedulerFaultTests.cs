using DataCuration.TestKit;

namespace DataCuration.Tests.Engine.Pipeline;

/// <summary>Faults, cancellation, a stopped run and an exceeded fault ratio while calls are under way.</summary>
public sealed class SchedulerFaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static int Number(Document document) => int.Parse(document.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private Corpus Input(int count) =>
        Corpus.FromJsonl(folder.Inputs.Write("in.jsonl", string.Concat(Enumerable.Range(0, count).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"t\"}}\n"))));

    [Fact]
    public async Task Write_CallsThrowOutOfOrder_QuarantineIsInTheOrderOfTheRecords()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeAsyncTransform(async (document, _) =>
        {
            int number = Number(document);
            // Document 0 throws last of the window.
            if (number == 0) await first.Task.WaitAsync(Patience, CancellationToken.None);
            else await Task.Yield();
            if (number == 90) first.SetResult();
            return number % 3 == 0 ? throw new FormatException($"no {document.Id}") : StageResult.Keep;
        }, maxConcurrency: 10, window: 100);
        var after = new FakeFilter(document => Number(document) % 3 == 1 ? throw new FormatException($"later {document.Id}") : StageResult.Keep);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1), BatchDocuments = 16 });
        await Input(200).Pipe(stage, after).WriteJsonlAsync("out", run);
        RunReport report = folder.Report("out");
        Assert.Equal((200, 66, 134), (report.Records, report.Kept, report.Faulted));
        Assert.Equal((200, 133, 67), (report.Stages[1].In, report.Stages[1].Kept, report.Stages[1].Faulted));
        string[] quarantined = [.. File.ReadAllLines(folder.State("out", "quarantine/part-00000.jsonl"))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!)];
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 3 != 2).Select(i => $"d{i}"), quarantined);
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 3 == 2).Select(i => $"d{i}"), folder.Lines("out").Select(line => line.Split('"')[3]));
    }

    [Fact]
    public async Task Write_Cancelled_EndsTheCallsUnderWayAndLeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var calls = new CallCounter();
        var stage = new FakeAsyncTransform(async (document, token) =>
        {
            using IDisposable call = calls.Enter();
            if (Number(document) == 20) await cancellation.CancelAsync();
            await Task.Delay(Number(document) < 10 ? 0 : Timeout.Infinite, token);
            return StageResult.Keep;
        }, maxConcurrency: 16);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1), BatchDocuments = 4 });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Input(500).Pipe(stage)
            .WriteJsonlAsync("out", run, cancellationToken: cancellation.Token));
        Assert.Equal(0, calls.Running);
        Assert.Empty(folder.Files("out"));
        Assert.Empty(Directory.GetFiles(folder.State("out", "manifests")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.State("out", "tmp")));
        // The next run is complete, with no trace of the first.
        await Input(500).Pipe(new FakeAsyncTransform((_, _) => ValueTask.FromResult(StageResult.Keep))).WriteJsonlAsync("out", folder.Run());
        Assert.Equal((500, 0), (folder.Report("out").Kept, folder.Report("out").Faulted));
    }

    [Fact]
    public async Task Write_BudgetSpentWithCallsUnderWay_LetsThemEndAndStopsWithoutQuarantine()
    {
        var calls = new CallCounter();
        int answered = 0;
        var stage = new FakeAsyncTransform(async (document, context, _) =>
        {
            using IDisposable call = calls.Enter();
            if (Number(document) == 30) throw new RunStoppedException("the budget is spent");
            if (Number(document) > 22) await context.UntilHaltAsync();
            Interlocked.Increment(ref answered);
            return StageResult.Keep;
        }, maxConcurrency: 8);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1), MaxParallelShards = 1, BatchDocuments = 5 });
        RunStoppedException stopped = await Assert.ThrowsAsync<RunStoppedException>(() => Input(500).Pipe(stage).WriteJsonlAsync("out", run));
        Assert.Equal("the budget is spent", stopped.Message);
        Assert.Equal(0, calls.Running);
        // Every call but the one that stopped the run got its answer, and none was started after it.
        Assert.Equal(calls.Started - 1, answered);
        Assert.InRange(calls.Started, 24, 31); // the seven beside document 30 may not have begun
        Assert.Empty(folder.Files("out"));
        Assert.False(Directory.Exists(folder.State("out", "quarantine")) && Directory.GetFiles(folder.State("out", "quarantine")).Length > 0);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(32, 100)]
    [InlineData(1_000, 256)]
    public async Task Write_FaultRatioExceededInsideTheWindow_FailsAtTheSameRecordWithTheSameCounts(int window, int batch)
    {
        var stage = new FakeAsyncTransform(async (document, _) =>
        {
            await Task.Yield();
            // One in ten up to record 2,048, then all.
            return Number(document) >= 2_048 || Number(document) % 10 == 0 ? throw new FormatException("no") : StageResult.Keep;
        }, maxConcurrency: 16, window: window);
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.2), MaxParallelShards = 1, BatchDocuments = batch });
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Input(10_000).Pipe(stage).WriteJsonlAsync("out", run));
        Assert.Contains("1229 faults in 3072 documents", error.Message, StringComparison.Ordinal);
        string[] quarantined = File.ReadAllLines(folder.State("out", "quarantine/part-00000.failed.jsonl"));
        Assert.InRange(quarantined.Length, 1_229, 1_229 + window + batch);
        Assert.Empty(folder.Files("out"));
    }

    [Fact]
    public async Task Write_FailPolicy_ReportsTheFirstFaultInTheOrderOfTheRecords()
    {
        var later = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = new FakeAsyncTransform(async (document, _) =>
        {
            if (Number(document) == 3) await later.Task.WaitAsync(Patience, CancellationToken.None);
            if (Number(document) == 8) later.SetResult();
            return Number(document) is 3 or 8 ? throw new FormatException($"no {document.Id}") : StageResult.Keep;
        }, maxConcurrency: 10);
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Input(50).Pipe(stage).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("document 'd3'", Assert.Single(error.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_SinkFailsWithCallsUnderWay_WaitsForThemAndReportsTheSink()
    {
        var calls = new CallCounter();
        var stage = new FakeAsyncTransform(async (_, token) =>
        {
            using IDisposable call = calls.Enter();
            await Task.Delay(5, token);
            return StageResult.Keep;
        }, maxConcurrency: 8);
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Input(100).Pipe(stage)
            .WriteAsync("out", new FailingSink(), folder.Run(options => options with { BatchDocuments = 8 })));
        Assert.Contains("the disk said no", Assert.Single(error.Failures).Message, StringComparison.Ordinal);
        Assert.Equal(0, calls.Running);
    }

    private sealed class FailingSink : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", "failing");

        public IShardWriter Open(ShardOutput output) => new Writer();

        private sealed class Writer : IShardWriter
        {
            private int written;

            public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken) =>
                (written += documents.Length) > 20 ? throw new IOException("the disk said no") : ValueTask.CompletedTask;

            public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

using System.Collections.Concurrent;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Ranks that wait name the missing ranks, and give up when there is no sign of life.</summary>
public sealed class RankWaitTests : IDisposable
{
    private readonly RunFolder folder = new();
    private readonly SteppedTimeProvider time = new();
    private readonly LogCapture log = new();
    private readonly Recorder progress = new();

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }

    private CurationRun Rank(int rank, int world, TimeSpan? timeout = null) => folder.Run(options => options with
    {
        Rank = rank,
        WorldSize = world,
        PhaseTimeout = timeout ?? options.PhaseTimeout,
        Progress = progress,
    }, time, log);

    [Fact]
    public async Task Write_OtherRankNotStarted_IsToldWithinFiveSecondsAndNowAndThen()
    {
        DateTimeOffset start = time.GetUtcNow();
        Task write = RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(0, 2));
        var told = new List<TimeSpan>();
        while (!write.IsCompleted)
        {
            await time.StepAsync(write);
            while (log.Warnings.Count > told.Count) told.Add(time.GetUtcNow() - start);
        }
        PhaseIncompleteException error = await Assert.ThrowsAsync<PhaseIncompleteException>(() => write);
        Assert.Contains("out: rank 0 of 2 waits for 1 of 3 shards. Rank 1 (1 shard) has not started. It gives up after 1:00:00 without a sign of life "
            + "of them (RunOptions.PhaseTimeout).", log.Warnings[0], StringComparison.Ordinal);
        Assert.InRange(told[0], TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(told.Count, 10, 25);
        for (int i = 1; i < told.Count; i++) Assert.InRange(told[i] - told[i - 1], TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5.5));
        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
        Assert.Contains("1 of 3 shards are not done yet, the first is shard 1, which is rank 1's. Rank 1 (1 shard) has not started. There was no sign of "
            + "life of them for 1:00:00 (RunOptions.PhaseTimeout). Start the ranks that do not run.", error.Message, StringComparison.Ordinal);
        RunProgress waiting = progress.Reports.Last();
        Assert.Equal("rank 0 of 2 waits for 1 of 3 shards. Rank 1 (1 shard) has not started.", waiting.Waiting);
        Assert.Equal((2, 2), (waiting.ShardsDone, waiting.ShardsTotal));
    }

    [Fact]
    public async Task Write_OtherRankDied_IsNamedAsNotRunning()
    {
        var failing = new FakeFilter(_ => throw new FormatException("broken"));
        await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(3_000).Pipe(failing)
            .WriteJsonlAsync("out", folder.Run(options => options with { Rank = 1, WorldSize = 2 })));
        Task write = RunFolder.Documents(3_000).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", Rank(0, 2, TimeSpan.FromSeconds(10)));
        await time.StepUntilAsync(write);
        PhaseIncompleteException error = await Assert.ThrowsAsync<PhaseIncompleteException>(() => write);
        Assert.Contains($"Rank 1 (1 shard) does not run; the last was process {Environment.ProcessId} on ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_OtherRankAtWork_IsWaitedForLongerThanTheTimeout()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var slow = new FakeFilter(_ =>
        {
            started.Release();
            release.Wait();
            return StageResult.Keep;
        });
        Corpus Corpus(FakeFilter stage) => RunFolder.Documents(2_000).Pipe(stage);
        Task other = Task.Run(() => Corpus(slow).WriteJsonlAsync("out", folder.Run(options => options with { Rank = 1, WorldSize = 2 })));
        await started.WaitAsync(TestContext.Current.CancellationToken);
        DateTimeOffset start = time.GetUtcNow();
        Task waiting = Corpus(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", Rank(0, 2, TimeSpan.FromSeconds(20)));
        while (time.GetUtcNow() - start < TimeSpan.FromMinutes(10)) await time.StepAsync(waiting);
        Assert.False(waiting.IsCompleted);
        Assert.Contains($"Rank 1 (1 shard) runs as process {Environment.ProcessId} on ", log.Warnings[^1], StringComparison.Ordinal);
        release.Release(2_000);
        await other;
        await time.StepUntilAsync(waiting);
        await waiting;
        Assert.Equal(2_000, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Write_OtherRankHangs_IsGivenUpAfterADay()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var slow = new FakeFilter(_ =>
        {
            started.Release();
            release.Wait();
            return StageResult.Keep;
        });
        Task other = Task.Run(() => RunFolder.Documents(2_000).Pipe(slow)
            .WriteJsonlAsync("out", folder.Run(options => options with { Rank = 1, WorldSize = 2 })));
        await started.WaitAsync(TestContext.Current.CancellationToken);
        DateTimeOffset start = time.GetUtcNow();
        Task waiting = RunFolder.Documents(2_000).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", Rank(0, 2));
        await time.StepUntilAsync(waiting);
        PhaseIncompleteException error = await Assert.ThrowsAsync<PhaseIncompleteException>(() => waiting);
        Assert.Contains("They finished no shard for 24:00:00, although a process of them runs: it may hang.", error.Message, StringComparison.Ordinal);
        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromDays(1), TimeSpan.FromDays(1.01));
        release.Release(2_000);
        await other;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void PhaseTimeout_NotAboveZero_Throws(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunOptions { PhaseTimeout = TimeSpan.FromSeconds(seconds) });

    private sealed class Recorder : IProgress<RunProgress>
    {
        public ConcurrentQueue<RunProgress> Reports { get; } = new();

        public void Report(RunProgress value) => Reports.Enqueue(value);
    }
}

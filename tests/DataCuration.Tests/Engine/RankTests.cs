using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Several runs over one folder, like several processes on several machines.</summary>
public sealed class RankTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private CurationRun Rank(int rank, int world, PhaseWait wait = PhaseWait.Wait, TimeSpan? timeout = null, TimeProvider? time = null) =>
        folder.Run(options => options with { Rank = rank, WorldSize = world, PhaseWait = wait, PhaseTimeout = timeout ?? Timeout.InfiniteTimeSpan }, time);

    [Fact]
    public async Task Write_ThreeRanks_ShareTheShardsAndSeeTheSameReport()
    {
        FakeFilter[] stages =
            [.. Enumerable.Range(0, 3).Select(_ => new FakeFilter(document => document.Id.EndsWith('7') ? StageResult.Drop("seven") : StageResult.Keep))];
        Corpus[] written = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(rank => Task.Run(() => RunFolder.Documents(7_168).Pipe(stages[rank]).WriteJsonlAsync("out", Rank(rank, 3)))));
        Assert.Equal([3_072, 2_048, 2_048], stages.Select(stage => stage.Calls));
        await RunFolder.Documents(7_168).Pipe(new FakeFilter(document => document.Id.EndsWith('7') ? StageResult.Drop("seven") : StageResult.Keep))
            .WriteJsonlAsync("single", folder.Run());
        Assert.Equal(folder.Lines("single"), folder.Lines("out"));
        Assert.Equal(folder.Files("single"), folder.Files("out"));
        List<Document> read = await RunFolder.Read(written[1], folder.Run());
        Assert.Equal(folder.Report("single").Kept, read.Count);

        PhaseStatus status = CurationRun.ReadStatus(Path.Combine(folder.Work, "out")).Single();
        Assert.True(status.IsComplete);
        Assert.Equal([new RankStatus { Rank = 0, WorldSize = 3, Assigned = 3, Done = 3 }, new RankStatus { Rank = 1, WorldSize = 3, Assigned = 2, Done = 2 },
            new RankStatus { Rank = 2, WorldSize = 3, Assigned = 2, Done = 2 }], status.Ranks);
    }

    [Fact]
    public async Task Fit_ThreeRanks_MakeOneArtifact()
    {
        Task<KeepList> Fit(CurationRun run) => RunFolder.Documents(7_168).FitAsync(
            new DsirSelection(new DsirModelFit(
                RunFolder.Documents(100))
            { Features = new HashedNGrams { Buckets = 300, Hash = NGramHash.XxHash3 }, TargetSmoothing = 1 })
            { Size = SelectionSize.Documents(99), MinTokens = 0 }, run);
        KeepList[] lists = await Task.WhenAll(Enumerable.Range(0, 3).Select(rank => Task.Run(() => Fit(Rank(rank, 3)))));
        Assert.Single(lists.Select(list => list.Folder).Distinct());
        Assert.Equal(99, lists[0].KeptCount);
        using var alone = new CurationRun(new RunOptions { WorkDirectory = folder.Inputs["alone"] });
        Assert.Equal((await Fit(alone)).Fingerprint, lists[2].Fingerprint);
    }

    [Fact]
    public async Task Write_ExitAndOthersNotDone_ThrowsItsOwnExceptionAndStatusShowsWhatIsDone()
    {
        PhaseIncompleteException error =
            await Assert.ThrowsAsync<PhaseIncompleteException>(() => RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(1, 2, PhaseWait.Exit)));
        Assert.Contains("2 of 3 shards are not done yet, the first is shard 0, which is rank 0's", error.Message, StringComparison.Ordinal);
        Assert.Equal(75, PhaseIncompleteException.ExitCode);
        PhaseStatus status = CurationRun.ReadStatus(folder.Work).Single();
        Assert.Equal(("out", 3, 1, false), (status.Phase, status.Shards, status.Done, status.IsComplete));
        Assert.Equal([new RankStatus { Rank = 1, WorldSize = 2, Assigned = 1, Done = 1 }], status.Ranks);

        await RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(0, 2, PhaseWait.Exit));
        await RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(1, 2, PhaseWait.Exit));
        Assert.Equal(3_000, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Write_OthersNeverDone_TimesOutByTheClock()
    {
        var time = new SteppedTimeProvider();
        DateTimeOffset start = time.GetUtcNow();
        Task write = RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(0, 2, timeout: TimeSpan.FromMinutes(5), time: time));
        int steps = await time.StepUntilAsync(write);
        PhaseIncompleteException error = await Assert.ThrowsAsync<PhaseIncompleteException>(() => write);
        Assert.Contains("1 of 3 shards", error.Message, StringComparison.Ordinal);
        // It checks often at first and every two seconds at the end.
        Assert.InRange(time.GetUtcNow() - start, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.1));
        Assert.InRange(steps, 150, 200);
    }

    [Fact]
    public async Task Write_OtherRankEndsWhileWaiting_GoesOn()
    {
        var time = new SteppedTimeProvider();
        Task<Corpus> waiting = RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(0, 2, time: time));
        await RunFolder.Documents(3_000).WriteJsonlAsync("out", Rank(1, 2));
        await time.StepUntilAsync(waiting);
        Assert.Equal(3_000, (await RunFolder.Read(await waiting, folder.Run())).Count);
    }

    [Fact]
    public async Task Write_WorldShrinksBetweenRuns_GoesOnWithTheOthersShardsAndForgetsTheOldRanks()
    {
        await Assert.ThrowsAsync<PhaseIncompleteException>(() => RunFolder.Documents(4_000).WriteJsonlAsync("out", Rank(2, 3, PhaseWait.Exit)));
        await RunFolder.Documents(4_000).WriteJsonlAsync("out", Rank(0, 1));
        Assert.Equal([new RankStatus { Rank = 0, WorldSize = 1, Assigned = 4, Done = 4 }], CurationRun.ReadStatus(folder.Work).Single().Ranks);
        Assert.Equal(2, folder.Report("out").Shards.Single(shard => shard.Index == 2).Rank);
    }

    [Fact]
    public async Task Write_AnotherRankClaimsFirst_RankZeroStillRemovesWhatIsStale()
    {
        // Rank 1 comes first with a smaller input and writes the recipe. Rank 0 removes the shards that no longer exist.
        await RunFolder.Documents(5_000).WriteJsonlAsync("out", folder.Run());
        CurationRun Overwrite(int rank) =>
            folder.Run(options => options with { Rank = rank, WorldSize = 2, PhaseWait = PhaseWait.Exit, WhenChanged = WhenChanged.Remake });
        await Assert.ThrowsAsync<PhaseIncompleteException>(() => RunFolder.Documents(2_000).WriteJsonlAsync("out", Overwrite(1)));
        await RunFolder.Documents(2_000).WriteJsonlAsync("out", Overwrite(0));
        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], folder.Files("out"));
        Assert.Equal(2_000, folder.Report("out").Kept);
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task Write_ClocksOfHostsDiffer_OnlyShardsThatWereThereBeforeCountAsFound(int daysAhead)
    {
        var other = new ShiftedTime(TimeSpan.FromDays(daysAhead));
        Task RankOneAsync(string output, Corpus corpus) =>
            Assert.ThrowsAsync<PhaseIncompleteException>(() => corpus.WriteJsonlAsync(output, Rank(1, 2, PhaseWait.Exit, time: other)));
        // The other rank ended before this one began.
        await RankOneAsync("before", RunFolder.Documents(3_000));
        CurationRun run = Rank(0, 2);
        Corpus before = await RunFolder.Documents(3_000).WriteJsonlAsync("before", run);
        Assert.Equal(1, run.Reports.Single().ReusedShards);
        // Its file is an earlier run's, and is checked before it is read.
        string path = Path.Combine(folder.Work, "before", "part-00001.jsonl");
        byte[] whole = File.ReadAllBytes(path), damaged = [.. whole];
        damaged[damaged.AsSpan().IndexOf("text of"u8)] ^= 0x20;
        File.WriteAllBytes(path, damaged);
        await before.WriteJsonlAsync("copy", run);
        Assert.Equal(whole, File.ReadAllBytes(path));

        // The other rank works while this one does.
        static FakeFilter Keep() => new(_ => StageResult.Keep);
        bool isFirst = true;
        var stage = new FakeFilter(_ =>
        {
            if (Interlocked.Exchange(ref isFirst, false))
                Task.Run(() => RankOneAsync("meanwhile", RunFolder.Documents(3_000).Pipe(Keep()))).GetAwaiter().GetResult();
            return StageResult.Keep;
        });
        CurationRun second = Rank(0, 2);
        await RunFolder.Documents(3_000).Pipe(stage).WriteJsonlAsync("meanwhile", second);
        Assert.Equal(0, second.Reports.Single().ReusedShards);
    }

    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }

    [Fact]
    public void New_RankNotInTheWorld_Throws() => Assert.Throws<ArgumentException>(() => Rank(3, 3));

    [Fact]
    public void ReadStatus_NoFolder_Throws() => Assert.Throws<DirectoryNotFoundException>(() => CurationRun.ReadStatus(folder.Inputs["nowhere"]));
}

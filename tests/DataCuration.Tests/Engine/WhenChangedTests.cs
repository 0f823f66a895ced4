using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Changed options, stages and files: named in the user's words, or made again.</summary>
public sealed partial class WhenChangedTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static RunOptions Remake(RunOptions options) => options with { WhenChanged = WhenChanged.Remake };

    private static FakeFilter Keep(string name, string version = "1", Func<Document, StageResult>? filter = null) =>
        new(filter ?? (_ => StageResult.Keep), version, name);

    private Corpus Input(int files, Func<int, int, string>? text = null)
    {
        for (int f = 0; f < files; f++)
            folder.Inputs.Write($"in/{f:D2}.jsonl",
                string.Concat(Enumerable.Range(0, 10).Select(i => $"{{\"id\":\"d{f}-{i}\",\"text\":\"{text?.Invoke(f, i) ?? $"text {i}"}\"}}\n")));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, folder.Inputs["in/*.jsonl"]);
    }

    private async Task<string> RefusedAsync(Corpus corpus, string output = "out", Func<RunOptions, RunOptions>? options = null, JsonlWriteOptions? write = null)
    {
        ResumeMismatchException error =
            await Assert.ThrowsAsync<ResumeMismatchException>(() => corpus.WriteJsonlAsync(output, folder.Run(options), write));
        Assert.Contains("set RunOptions.WhenChanged to WhenChanged.Remake", error.Message, StringComparison.Ordinal);
        return error.Message;
    }

    [Fact]
    public async Task Remake_ChangedNumber_MakesAgainWhatFollowsAndKeepsTheRest()
    {
        async Task<(FakeFilter First, FakeFilter Second, FakeFilter Beside)> RunAsync(int last, CurationRun run)
        {
            FakeFilter first = Keep("first"), beside = Keep("beside");
            FakeFilter second = Keep("second", $"{last}", document => document.Id.EndsWith((char)('0' + last)) ? StageResult.Drop("last") : StageResult.Keep);
            Corpus clean = await Input(3).Pipe(first).WriteJsonlAsync("clean", run);
            Corpus fewer = await clean.Pipe(second).WriteJsonlAsync("fewer", run);
            KeepList list = await fewer.FitAsync(new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 0, Seed = 1 }, run);
            await fewer.Keep(list).WriteJsonlAsync("selected", run);
            await clean.Pipe(beside).WriteJsonlAsync("beside", run);
            return (first, second, beside);
        }
        await RunAsync(1, folder.Run(Remake));
        CurationRun again = folder.Run(Remake);
        (FakeFilter first, FakeFilter second, FakeFilter beside) = await RunAsync(2, again);
        Assert.Equal((0, 30, 0), (first.Calls, second.Calls, beside.Calls));
        Assert.Equal(27, folder.Lines("fewer").Length);
        Assert.DoesNotContain(folder.Lines("fewer"), line => line.Contains("-2\"", StringComparison.Ordinal));
        Assert.Equal(5, folder.Lines("selected").Length);
        Assert.Equal((3, 0), (again.Reports[0].ReusedShards, again.Reports.Single(report => report.Phase == "fewer").ReusedShards));

        // What comes out is what a run from scratch gives.
        using var scratch = new RunFolder();
        CurationRun alone = scratch.Run(Remake);
        await RunAsync(2, alone);
        foreach (string output in (string[])["clean", "fewer", "selected", "beside"]) Assert.Equal(scratch.Lines(output), folder.Lines(output));
    }

    [Fact]
    public async Task Remake_OneFileChanged_MakesOnlyItsShardAgain()
    {
        await Input(3).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run(Remake));
        FakeFilter stage = Keep("stage");
        await Input(3, (f, i) => f == 1 ? $"other {i}" : $"text {i}").Pipe(stage).WriteJsonlAsync("out", folder.Run(Remake));
        Assert.Equal(10, stage.Calls);
        Assert.Equal(10, folder.Lines("out").Count(line => line.Contains("other", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Remake_ChangeInTheMiddleOfAnOutputOfTheSameLength_ReachesWhatFollows()
    {
        // The edges of the written file and its length stay. Only the manifest tells that its middle is another one.
        string edge = new('x', 70_000);
        string Text(int i, char middle) => i is 0 or 9 ? edge : $"middle {middle}";
        Corpus Input(char middle) => Corpus.FromDocuments(Enumerable.Range(0, 10).Select(i => new Document($"d{i}", Text(i, middle))));
        foreach (char middle in (char[])['a', 'b'])
        {
            CurationRun run = folder.Run(Remake);
            Corpus first = await Input(middle).WriteJsonlAsync("first", run);
            await first.WriteJsonlAsync("second", run);
            // Another program that reads the files by their names.
            await Corpus.FromJsonl(Path.Combine(folder.Work, "first", "*.jsonl")).WriteJsonlAsync("third", run);
            await first.FitAsync(new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 0 }, run);
        }
        Assert.Equal(8, folder.Lines("second").Count(line => line.Contains("middle b", StringComparison.Ordinal)));
        Assert.Equal(8, folder.Lines("third").Count(line => line.Contains("middle b", StringComparison.Ordinal)));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(folder.Work, "artifacts")).Length);
    }

    [Fact]
    public async Task Remake_NewWorkFails_LeavesTheOldFilesWhole()
    {
        await Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run(Remake));
        string[] before = folder.Lines("out");
        await Assert.ThrowsAsync<CurationRunException>(() => Input(2).Pipe(Keep("stage", "2", _ => throw new FormatException("a mistake")))
            .WriteJsonlAsync("out", folder.Run(Remake)));
        Assert.Equal(before, folder.Lines("out"));
        // The change is taken back: the work is still there, also for a run that refuses changes.
        FakeFilter stage = Keep("stage");
        await Input(2).Pipe(stage).WriteJsonlAsync("out", folder.Run());
        Assert.Equal((0, 20), (stage.Calls, folder.Report("out").Kept));
    }

    [Fact]
    public async Task Remake_FileOfSomeoneElseUnderANewName_IsNotTouched()
    {
        await Input(1).WriteJsonlAsync("out", folder.Run(Remake));
        string foreign = Path.Combine(folder.Work, "out", "part-00000.jsonl.gz");
        File.WriteAllText(foreign, "not ours");
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(
            () => Input(1).WriteJsonlAsync("out", folder.Run(Remake), new JsonlWriteOptions { Compression = FileCompression.Gzip }));
        Assert.Contains($"'{foreign}' exists and does not belong to any finished work", error.Message, StringComparison.Ordinal);
        Assert.Equal("not ours", File.ReadAllText(foreign));
        Assert.Equal(10, File.ReadAllLines(Path.Combine(folder.Work, "out", "part-00000.jsonl")).Length);
        File.Delete(foreign);
        await Input(1).WriteJsonlAsync("out", folder.Run(Remake), new JsonlWriteOptions { Compression = FileCompression.Gzip });
        Assert.Equal(["part-00000.jsonl.gz"], folder.Files("out"));
    }

    [Fact]
    public async Task Remake_AnotherRankAtWorkOnTheOldRecipe_IsRefused()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        RunOptions Rank(RunOptions options, int rank) =>
            options with { Rank = rank, WorldSize = 2, WhenChanged = WhenChanged.Remake, PhaseWait = PhaseWait.Exit };
        Task old = Task.Run(() => Input(2).Pipe(Keep("stage", "1", _ =>
        {
            started.Release();
            release.Wait();
            return StageResult.Keep;
        })).WriteJsonlAsync("out", folder.Run(options => Rank(options, 1))));
        await started.WaitAsync(TestContext.Current.CancellationToken);
        Corpus changed = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, folder.Inputs["in/*.jsonl"])
            .Pipe(Keep("stage", "2"));
        FolderInUseException error =
            await Assert.ThrowsAsync<FolderInUseException>(() => changed.WriteJsonlAsync("out", folder.Run(options => Rank(options, 0))));
        Assert.Contains("rank 1 is at work there for another recipe, as process ", error.Message, StringComparison.Ordinal);
        release.Release(100);
        await Assert.ThrowsAsync<PhaseIncompleteException>(() => old);
    }

    [Fact]
    public async Task Remake_AnotherRankStartsToo_IsNotTakenForOneOfTheOldRecipe()
    {
        RunOptions Rank(RunOptions options, int rank) =>
            options with { Rank = rank, WorldSize = 2, WhenChanged = WhenChanged.Remake, PhaseWait = PhaseWait.Exit };
        await Assert.ThrowsAsync<PhaseIncompleteException>(() => Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run(options => Rank(options, 1))));
        await Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run(options => Rank(options, 0)));
        // Rank 1 has taken its lock and not written its name yet: the file names its last process, which had the old recipe.
        IDisposable starting = LocalFileStore.Instance.TryLock(folder.State("out", "ranks/1.lock"), deleteOnRelease: false)!;
        Task<PhaseIncompleteException> first = Assert.ThrowsAsync<PhaseIncompleteException>(() => Task.Run(
            () => Input(2).Pipe(Keep("stage", "2")).WriteJsonlAsync("out", folder.Run(options => Rank(options, 0)))));
        // A rank that takes it for one of the old recipe fails by then.
        await Task.WhenAny(first, Task.Delay(500, TestContext.Current.CancellationToken));
        starting.Dispose();
        await first;
        await Input(2).Pipe(Keep("stage", "2")).WriteJsonlAsync("out", folder.Run(options => Rank(options, 1)));
    }

    [Fact]
    public async Task Remake_FewerFilesAndNothingSucceeds_RemovesNothing()
    {
        await Input(3).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run(Remake));
        string[] before = folder.Lines("out");
        Corpus Fewer(FakeFilter stage) => Corpus.FromJsonl(folder.Inputs["in/00.jsonl"]).Pipe(stage);
        await Assert.ThrowsAsync<CurationRunException>(() => Fewer(Keep("stage", "2", _ => throw new FormatException("a mistake")))
            .WriteJsonlAsync("out", folder.Run(Remake)));
        Assert.Equal(before, folder.Lines("out"));
        await Fewer(Keep("stage", "2")).WriteJsonlAsync("out", folder.Run(Remake));
        Assert.Equal(["part-00000.jsonl"], folder.Files("out"));
    }

    [Fact]
    public async Task Refuse_RecipeOfAnInterruptedRemakeAndFewerFiles_KeepsAllFinishedShards()
    {
        await Input(3).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run());
        string[] before = folder.Lines("out");
        await Assert.ThrowsAsync<CurationRunException>(() => Input(3).Pipe(Keep("stage", "2", _ => throw new FormatException("a mistake")))
            .WriteJsonlAsync("out", folder.Run(Remake)));
        await RefusedAsync(Corpus.FromJsonl(folder.Inputs["in/00.jsonl"]).Pipe(Keep("stage")));
        Assert.Equal(before, folder.Lines("out"));
        FakeFilter stage = Keep("stage");
        await Input(3).Pipe(stage).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(0, stage.Calls);
    }

    [Fact]
    public async Task Refuse_StateOfAnotherFormat_IsRefusedAndKept()
    {
        await Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run());
        foreach (string file in (string[])["recipe.json", "manifests/00000.json", "manifests/00001.json"])
            File.WriteAllText(folder.State("out", file), "{\"format\":1}");
        string[] before = folder.Lines("out");
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("is damaged, or is not a recipe of this library's format: name another output, or make it again with WhenChanged.Remake",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Lines("out"));
    }

    [Fact]
    public async Task Remake_ChangedNumber_SaysWhyWhereThereIsNoLogger()
    {
        using var written = new StringWriter();
        RunOptions Told(RunOptions options) => Remake(options) with { WarningWriter = written };
        await Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run(Told));
        Assert.Equal("", written.ToString());
        CurationRun run = folder.Run(Told, log: Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await Input(2).Pipe(Keep("stage", "2")).WriteJsonlAsync("out", run);
        const string Message = "2 finished shards are made again, because something changed: stage stage (FakeFilter), version: 1 before, 2 now.";
        Assert.Contains(Message, written.ToString(), StringComparison.Ordinal);
        Assert.Contains(run.Reports.Single().Warnings, warning => warning.Message == Message);
    }

    [Fact]
    public async Task Write_ManyKeepListsOnEachOther_RecipesGrowWithTheirNumber()
    {
        Corpus corpus = Input(2);
        var lengths = new List<long>();
        for (int i = 0; i < 12; i++)
        {
            CurationRun run = folder.Run();
            corpus = corpus.Keep(await corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(19 - i), MinTokens = 0, Seed = (ulong)i }, run));
            await corpus.WriteJsonlAsync($"out{i}", run);
            lengths.Add(new FileInfo(folder.State($"out{i}", "recipe.json")).Length);
        }
        Assert.True(lengths[11] < 4 * lengths[5], string.Join(", ", lengths));
        PhaseRecipe read = PhaseRecipe.TryRead(LocalFileStore.Instance, folder.State("out11", "recipe.json"))!;
        Assert.Equal(File.ReadAllBytes(folder.State("out11", "recipe.json")), read.Serialize());
    }

    [Fact]
    public async Task Refuse_AnotherVersionOfTheLibrary_IsNamed()
    {
        await Input(1).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run());
        string recipe = folder.State("out", "recipe.json");
        PhaseRecipe written = PhaseRecipe.TryRead(LocalFileStore.Instance, recipe)!;
        File.WriteAllBytes(recipe, (written with { Library = "0.0.7" }).Serialize());
        string message = await RefusedAsync(Input(1).Pipe(Keep("stage", "2")));
        Assert.Contains($"the library: DataCuration 0.0.7 before, {PhaseRecipe.ThisLibrary} now", message, StringComparison.Ordinal);
        // The version alone is no change: what a version changes is in the fingerprints of its stages.
        await Input(1).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run());
    }

    [Fact]
    public async Task Write_DamagedRecipe_IsWrittenAgainIfTheWorkMatchesAndRefusedByNameIfNot()
    {
        await Input(2).Pipe(Keep("stage")).WriteJsonlAsync("out", folder.Run());
        string recipe = folder.State("out", "recipe.json");
        byte[] whole = File.ReadAllBytes(recipe), damaged = [.. whole];
        damaged[damaged.Length / 2] ^= 1;
        File.WriteAllBytes(recipe, damaged);
        InvalidDataException error =
            await Assert.ThrowsAsync<InvalidDataException>(() => Input(2).Pipe(Keep("stage", "2")).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains($"'{recipe}' is damaged", error.Message, StringComparison.Ordinal);
        using var log = new LogCapture();
        FakeFilter stage = Keep("stage");
        await Input(2).Pipe(stage).WriteJsonlAsync("out", folder.Run(log: log));
        Assert.Equal((0, 1), (stage.Calls, log.Warnings.Count(warning => warning.Contains(recipe, StringComparison.Ordinal))));
        Assert.Equal(whole, File.ReadAllBytes(recipe));
    }

    [Fact]
    public async Task Write_UnwritableFolder_IsNamed()
    {
        // A file is in the way: the same for every user, also for root.
        string file = folder.Inputs.Write("work", "a file");
        Assert.Equal(folder.Work, file);
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => Input(1).WriteJsonlAsync("out", folder.Run()));
        Assert.StartsWith($"The folder '{Path.Combine(file, "out")}' cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Name a folder that this user may write to (RunOptions.WorkDirectory)", error.Message, StringComparison.Ordinal);
        CurationException fit = await Assert.ThrowsAsync<CurationException>(
            () => Input(1).FitAsync(new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 0 }, folder.Run()));
        Assert.Contains("cannot be written: ", fit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_FolderThatCannotBeWrittenTo_IsNamed()
    {
        await Input(1).WriteJsonlAsync("out", folder.Run());
        // A folder where the lock should be: opening it fails as in a folder without permission, also for root.
        File.Delete(folder.State("out", "ranks/0.lock"));
        Directory.CreateDirectory(folder.State("out", "ranks/0.lock"));
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => Input(1).WriteJsonlAsync("out", folder.Run()));
        Assert.StartsWith($"The folder '{Path.Combine(folder.Work, "out")}' cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_RankOutOfRange_SaysWhatToSet()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => folder.Run(options => options with { Rank = 4, WorldSize = 4 }));
        Assert.Contains("Rank 4 does not exist in a world of 4: ranks count from 0 to 3. Set RunOptions.Rank and RunOptions.WorldSize", error.Message,
            StringComparison.Ordinal);
    }
}

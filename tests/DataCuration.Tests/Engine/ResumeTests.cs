using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class ResumeTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Files of ten documents each; every file is a shard.</summary>
    private Corpus Input(int files, int lengthOfFirst = 10)
    {
        for (int f = 0; f < files; f++)
            folder.Inputs.Write($"in/{f:D2}.jsonl",
                string.Concat(Enumerable.Range(0, f == 0 ? lengthOfFirst : 10).Select(i => $"{{\"id\":\"d{f}-{i}\",\"text\":\"text {i}\"}}\n")));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, folder.Inputs["in/*.jsonl"]);
    }

    [Theory]
    [InlineData("recipe.json")]
    [InlineData("manifests/00000.json")]
    [InlineData("ranks/0.json")]
    public async Task Write_FolderInPlaceOfAStateFile_IsNamed(string name)
    {
        await RunFolder.Documents(10).WriteJsonlAsync("out", folder.Run());
        string path = folder.State("out", name);
        File.Delete(path);
        Directory.CreateDirectory(path);
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => RunFolder.Documents(10).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains($"'{path}' is a folder, and a file of this name has to be written. Remove the folder", error.Message, StringComparison.Ordinal);
        Directory.Delete(path);
        await RunFolder.Documents(10).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(10, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Write_FinishedShards_AreNotDoneAgain()
    {
        var first = new FakeFilter(document => document.Id == "d2-5" ? throw new FormatException("not today") : StageResult.Keep);
        await Assert.ThrowsAsync<CurationRunException>(() => Input(4).Pipe(first)
            .WriteJsonlAsync("out", folder.Run(options => options with { MaxParallelShards = 1 })));
        var second = new FakeFilter(_ => StageResult.Keep);
        await Input(4).Pipe(second).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(10, second.Calls);
        var third = new FakeFilter(_ => StageResult.Keep);
        await Input(4).Pipe(third).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(0, third.Calls);
        Assert.Equal(40, folder.Lines("out").Length);
        Assert.Equal(40, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Write_FileAdded_DoesOnlyTheNewShard()
    {
        await Input(2).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", folder.Run());
        var stage = new FakeFilter(_ => StageResult.Keep);
        await Input(3).Pipe(stage).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(10, stage.Calls);
        Assert.Equal(30, folder.Report("out").Kept);
        Assert.Equal(3, Assert.Single(CurationRun.ReadStatus(folder.Work)).Done);
    }

    [Fact]
    public async Task Write_InputFileChanged_IsRefusedAndNamesIt()
    {
        await Input(2).WriteJsonlAsync("out", folder.Run());
        ResumeMismatchException error =
            await Assert.ThrowsAsync<ResumeMismatchException>(() => Input(2, lengthOfFirst: 11).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("input file '00.jsonl': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_RefusedRun_LeavesTheFolderAsItWas()
    {
        // A file is added and an old one changed. A refused run must not claim the folder: the old input has to work still.
        await Input(2).WriteJsonlAsync("out", folder.Run());
        byte[] recipe = File.ReadAllBytes(folder.State("out", "recipe.json"));
        await Assert.ThrowsAsync<ResumeMismatchException>(() => Input(3, lengthOfFirst: 11).WriteJsonlAsync("out", folder.Run()));
        Assert.Equal(recipe, File.ReadAllBytes(folder.State("out", "recipe.json")));
        File.Delete(folder.Inputs["in/02.jsonl"]);
        await Input(2).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(20, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Write_FewerFiles_IsRefusedOrRemade()
    {
        await Input(3).WriteJsonlAsync("out", folder.Run());
        File.Delete(folder.Inputs["in/02.jsonl"]);
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => Input(2).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("input file '02.jsonl' is gone: ", error.Message, StringComparison.Ordinal);
        await Input(2).WriteJsonlAsync("out", folder.Run(options => options with { WhenChanged = WhenChanged.Remake }));
        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], folder.Files("out"));
        Assert.Equal(2, Directory.GetFiles(folder.State("out", "manifests")).Length);
    }

    [Fact]
    public async Task Write_ChangedOption_IsRefusedOrRemade()
    {
        await Input(2).Pipe(new FakeFilter(_ => StageResult.Keep)).DropsTo("dropped").WriteJsonlAsync("out", folder.Run());
        Corpus changed = Input(2).Pipe(new FakeFilter(document => document.Id.EndsWith('1') ? StageResult.Keep : StageResult.Drop("not_one"), version: "2"))
            .DropsTo("dropped");
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => changed.WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("stage FakeFilter, version: 1 before, 2 now", error.Message, StringComparison.Ordinal);
        await changed.WriteJsonlAsync("out", folder.Run(options => options with { WhenChanged = WhenChanged.Remake }));
        Assert.Equal(["d0-1", "d1-1"], folder.Lines("out").Where(line => !line.Contains("drop_", StringComparison.Ordinal)).Select(line => line.Split('"')[3]));
        Assert.Equal((20, 2, 18), (folder.Report("out").Records, folder.Report("out").Kept, folder.Report("out").Dropped));
    }

    [Fact]
    public async Task Write_RemadeWithFewerFilesPerShard_LeavesNoOldFile()
    {
        await Input(1).WriteJsonlAsync("out", folder.Run(), new JsonlWriteOptions { MaxFileBytes = 100 });
        Assert.True(folder.Files("out").Length > 2);
        await Input(1).WriteJsonlAsync("out", folder.Run(options => options with { WhenChanged = WhenChanged.Remake }));
        Assert.Equal(["part-00000.jsonl"], folder.Files("out"));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("shortened")]
    [InlineData("manifest damaged")]
    public async Task Write_OutputDamaged_IsDoneAgain(string damage)
    {
        await Input(3).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", folder.Run());
        string file = Path.Combine(folder.Work, "out", "part-00001.jsonl");
        byte[] whole = File.ReadAllBytes(file);
        if (damage == "deleted") File.Delete(file);
        else if (damage == "shortened") File.WriteAllBytes(file, whole.AsSpan(0, 7));
        else File.WriteAllText(folder.State("out", "manifests/00001.json"), "{\"format\": 1, \"task\"");
        var stage = new FakeFilter(_ => StageResult.Keep);
        await Input(3).Pipe(stage).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(10, stage.Calls);
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task Write_KilledBetweenItsMoves_TakesBackWhatWasMoved()
    {
        // The state after a kill before the first of two moves: the list of names is written, one file is in place, and there is no manifest.
        await Input(2).WriteJsonlAsync("out", folder.Run());
        string output = Path.Combine(folder.Work, "out");
        Directory.CreateDirectory(folder.State("out", "tmp/00001"));
        File.WriteAllText(folder.State("out", "tmp/00001/moves.txt"), "old/part-00001.jsonl\npart-00001.jsonl");
        File.WriteAllText(folder.State("out", "tmp/00001/0001"), "half a file");
        Directory.CreateDirectory(Path.Combine(output, "old"));
        File.Move(Path.Combine(output, "part-00001.jsonl"), Path.Combine(output, "old", "part-00001.jsonl"));
        File.Delete(folder.State("out", "manifests/00001.json"));

        await Input(2).WriteJsonlAsync("out", folder.Run());

        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], folder.Files("out"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.State("out", "tmp")));
    }

    [Fact]
    public async Task Write_FileOfSomeoneElseInTheWay_IsNotTouched()
    {
        Directory.CreateDirectory(Path.Combine(folder.Work, "out"));
        string foreign = Path.Combine(folder.Work, "out", "part-00001.jsonl");
        File.WriteAllText(foreign, "not ours");
        for (int attempt = 0; attempt < 2; attempt++)
        {
            CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Input(2).WriteJsonlAsync("out", folder.Run()));
            Assert.Contains($"'{foreign}' exists", Assert.Single(error.Failures).Message, StringComparison.Ordinal);
            Assert.Equal("not ours", File.ReadAllText(foreign));
        }
        File.Delete(foreign);
        await Input(2).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(20, folder.Lines("out").Length);
    }

    [Fact]
    public async Task Write_KilledBeforeAMoveToAForeignName_LeavesTheForeignFile()
    {
        // The names were written and the kill came before the second move. Since then a user has put a file there.
        await Input(1).WriteJsonlAsync("out", folder.Run());
        File.Delete(folder.State("out", "manifests/00000.json"));
        Directory.CreateDirectory(folder.State("out", "tmp/00000"));
        File.WriteAllText(folder.State("out", "tmp/00000/moves.txt"), "part-00000.jsonl\nother.jsonl");
        File.WriteAllText(folder.State("out", "tmp/00000/0001"), "not moved yet");
        string foreign = Path.Combine(folder.Work, "out", "other.jsonl");
        File.WriteAllText(foreign, "not ours");
        await Input(1).WriteJsonlAsync("out", folder.Run());
        Assert.Equal("not ours", File.ReadAllText(foreign));
        Assert.Equal(10, folder.Report("out").Kept);
    }

    [Fact]
    public async Task Write_KilledBehindItsManifest_KeepsTheFilesAndRemovesTheRest()
    {
        await Input(2).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", folder.Run());
        Directory.CreateDirectory(folder.State("out", "tmp/00001"));
        File.WriteAllText(folder.State("out", "tmp/00001/moves.txt"), "part-00001.jsonl");
        var stage = new FakeFilter(_ => StageResult.Keep);
        await Input(2).Pipe(stage).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(0, stage.Calls);
        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], folder.Files("out"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.State("out", "tmp")));
    }

    [Fact]
    public async Task Write_KilledBeforeAnyManifest_MayGoOnWithAnotherRecipe()
    {
        // Only half-written files of a killed process. They are not finished work, whatever their names are.
        await Input(2).WriteJsonlAsync("out", folder.Run());
        foreach (string manifest in Directory.GetFiles(folder.State("out", "manifests")))
            File.Move(manifest, manifest + $".0-99999999-1-{Environment.MachineName}.tmp");
        foreach (string file in folder.Files("out")) File.Delete(Path.Combine(folder.Work, "out", file));
        foreach (int task in (int[])[0, 1])
        {
            Directory.CreateDirectory(folder.State("out", $"tmp/{task:D5}"));
            File.WriteAllText(folder.State("out", $"tmp/{task:D5}/moves.txt"), $"part-{task:D5}.jsonl");
        }
        await Input(2).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(20, folder.Report("out").Kept);
        Assert.Equal(2, Directory.GetFiles(folder.State("out", "manifests")).Length);
    }

    [Fact]
    public async Task Write_Cancelled_KeepsFinishedShardsAndGoesOn()
    {
        using var cancellation = new CancellationTokenSource();
        var first = new FakeFilter(document =>
        {
            if (document.Id == "d2-3") cancellation.Cancel();
            return StageResult.Keep;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Input(4).Pipe(first).WriteJsonlAsync("out", folder.Run(options => options with { MaxParallelShards = 1, BatchDocuments = 2 }),
                cancellationToken: cancellation.Token));
        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], folder.Files("out"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.State("out", "tmp")));
        var second = new FakeFilter(_ => StageResult.Keep);
        await Input(4).Pipe(second).WriteJsonlAsync("out", folder.Run());
        Assert.Equal(20, second.Calls);
    }

    [Fact]
    public async Task Fit_SameAgain_IsFoundNotFitted()
    {
        var stage = new FakeFilter(_ => StageResult.Keep);
        Corpus corpus = Input(3).Pipe(stage);
        var fit = new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 0, Seed = 1 };
        KeepList first = await corpus.FitAsync(fit, folder.Run());
        KeepList second = await corpus.FitAsync(fit, folder.Run());
        Assert.Equal(30, stage.Calls);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        KeepList other = await corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(5), MinTokens = 0, Seed = 2 }, folder.Run());
        Assert.NotEqual(first.Folder, other.Folder);
    }

    [Fact]
    public async Task Write_NothingButWorkersOrBatchesChanged_IsTheSameWork()
    {
        await Input(3).WriteJsonlAsync("out", folder.Run());
        var run = folder.Run(options => options with { MaxParallelShards = 7, BatchDocuments = 3, BatchBytes = 100 });
        await Input(3).WriteJsonlAsync("out", run);
        Assert.Equal(30, folder.Report("out").Kept);
    }
}

using DataCuration.IntegrationTests.Worker;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: outputs that cannot be written or are full, and recipes that change.</summary>
public sealed class OutputFailureTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_FileGrowsBeyondTheLimit_FailsCleanlyAndALaterRunCompletes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit on a file's size is set through bash's ulimit.");
        // Like a full disk: writing more than 40 KiB to a file is an error. (W^X maps code through a file, which would hit the limit first.)
        string[] arguments = [.. reference.Arguments("full"), "workers=2", "only-first"];
        using (WorkerProcess worker = WorkerProcess.Start("export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 40", arguments))
        {
            worker.ReadToEnd();
            Assert.Equal(1, worker.ExitCode);
            string failed = worker.Lines.Single(line => line.StartsWith("failed ", StringComparison.Ordinal));
            Assert.Contains("IOException: Output file '", failed, StringComparison.Ordinal);
            Assert.Contains("shard 0 (pool-0.jsonl", failed, StringComparison.Ordinal);
        }
        string output = Path.Combine(reference.Work("full"), "plain");
        SortedDictionary<string, string> left = OutputSnapshot.Take(output);
        Assert.DoesNotContain("part-00000.jsonl", left.Keys);
        Assert.DoesNotContain("dropped/part-00000.jsonl", left.Keys);
        Assert.DoesNotContain(".curation/manifests/00000.json", left.Keys);
        Assert.DoesNotContain(left.Keys, name => name.Contains("/tmp/", StringComparison.Ordinal));

        WorkerProcess.Complete(arguments);
        string prefix = "plain/";
        var expected = new SortedDictionary<string, string>(reference.Outputs.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(), StringComparer.Ordinal);
        OutputSnapshot.RequireEqual(expected, reference.Work("full"), "after the full disk");
    }

    [Fact]
    public async Task Write_FileWhereTheFolderShouldBe_NamesTheFolder()
    {
        folder.Write("work/out", "in the way");
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"] });
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => Documents(3).WriteJsonlAsync("out", run));
        Assert.Contains(folder.Combine("work", "out"), error.Message, StringComparison.Ordinal);
        Assert.Equal("in the way", File.ReadAllText(folder["work/out"]));
    }

    [Fact]
    public async Task Write_FolderWhereAFileShouldBe_TakesBackTheShardsOtherFiles()
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"] });
        Corpus corpus = Documents(3_000).Where(doc => doc.Text.Length > 6).DropsTo("dropped");
        Directory.CreateDirectory(folder["work/out/part-00001.jsonl"]);

        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => corpus.WriteJsonlAsync("out", run));

        Assert.Equal(1, Assert.Single(error.Failures).Shard);
        Assert.Equal(["part-00000.jsonl", "part-00002.jsonl"], Names("out"));
        // If the shard had dropped nothing, this would prove nothing.
        Assert.Equal(["part-00000.jsonl"], Names("out/dropped"));
        Assert.Empty(Directory.GetFileSystemEntries(folder["work/out/.curation/tmp"]));
        Assert.Equal(["00000.json", "00002.json"], Names("out/.curation/manifests"));

        Directory.Delete(folder["work/out/part-00001.jsonl"]);
        await corpus.WriteJsonlAsync("out", run);
        await corpus.WriteJsonlAsync("clean", run);
        OutputSnapshot.RequireEqual(WithoutRecipe("clean"), folder["work/out"], "after the folder was removed");
    }

    [Fact]
    public async Task Write_ChangedRecipeOnResume_IsRefusedAndNamesTheFirstDifference()
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder["work"] });
        Corpus corpus = Documents(100);
        await corpus.Pipe(new MinimumWords { Words = 1 }).WriteJsonlAsync("out", run);
        SortedDictionary<string, string> before = OutputSnapshot.Take(folder["work/out"]);

        ResumeMismatchException option =
            await Assert.ThrowsAsync<ResumeMismatchException>(() => corpus.Pipe(new MinimumWords { Words = 2 }).WriteJsonlAsync("out", run));
        Assert.Contains("stage MinimumWords, option Words: 1 before, 2 now", option.Message, StringComparison.Ordinal);
        ResumeMismatchException stage =
            await Assert.ThrowsAsync<ResumeMismatchException>(() => corpus.Pipe(new MinimumWords { Words = 1 }, new Annotate()).WriteJsonlAsync("out", run));
        Assert.Contains("stage Annotate is new", stage.Message, StringComparison.Ordinal);
        ResumeMismatchException sink = await Assert.ThrowsAsync<ResumeMismatchException>(
            () => corpus.Pipe(new MinimumWords { Words = 1 }).WriteJsonlAsync("out", run, new JsonlWriteOptions { TextField = "content" }));
        Assert.Contains("the output, option TextField: text before, content now", sink.Message, StringComparison.Ordinal);
        OutputSnapshot.RequireEqual(before, folder["work/out"], "a refused run changes nothing");
    }

    private static Corpus Documents(int count) =>
        Corpus.FromDocuments(Enumerable.Range(0, count).Select(i => new Document($"d{i}", i % 1_000 == 7 && i < 1_024 * 2 ? "short" : $"text number {i}")));

    private string[] Names(string output) =>
        [.. Directory.GetFiles(folder.Combine("work", output)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private SortedDictionary<string, string> WithoutRecipe(string output)
    {
        // The phase is named after its folder; everything else must be equal.
        File.WriteAllText(folder.Combine("work", output, ".curation", "recipe.json"),
            File.ReadAllText(folder.Combine("work", output, ".curation", "recipe.json"))
                .Replace($"\"phase\": \"{output}\"", "\"phase\": \"out\"", StringComparison.Ordinal));
        return OutputSnapshot.Take(folder.Combine("work", output));
    }
}

using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Outputs that somebody edited by hand between two runs.</summary>
public sealed class EditedFilesTests : IDisposable
{
    private readonly RunFolder folder = new();
    private readonly StringWriter shown = new();

    public void Dispose()
    {
        folder.Dispose();
        shown.Dispose();
    }

    private Corpus Input(int files)
    {
        for (int f = 0; f < files; f++)
            folder.Inputs.Write($"in/{f:D2}.jsonl", string.Concat(Enumerable.Range(0, 10).Select(i => $"{{\"id\":\"d{f}-{i}\",\"text\":\"text {i}\"}}\n")));
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } },
            [.. Enumerable.Range(0, files).Select(f => folder.Inputs[$"in/{f:D2}.jsonl"])]);
    }

    private async Task<CurationRun> WriteAsync(int files, string version, WhenChanged whenChanged = WhenChanged.Remake)
    {
        CurationRun run = folder.Run(options => options with { WhenChanged = whenChanged, WarningWriter = TextWriter.Synchronized(shown) });
        await Input(files).Pipe(new FakeFilter(_ => StageResult.Keep, version, "stage")).WriteJsonlAsync("out", run);
        return run;
    }

    private string Edit(string name, Func<string, string> edit)
    {
        string path = Path.Combine(folder.Work, "out", name);
        File.WriteAllText(path, edit(File.ReadAllText(path)));
        return path;
    }

    [Theory]
    [InlineData("TEXT 3")]
    [InlineData("a text that is longer")]
    [InlineData("")]
    public async Task Remake_OutputEditedByHand_KeepsTheEditAndSaysWhere(string edit)
    {
        await WriteAsync(2, "1");
        string path = Edit("part-00001.jsonl", text => text.Replace("text 3", edit, StringComparison.Ordinal));
        string edited = File.ReadAllText(path), kept = folder.State("out", "edited/part-00001.jsonl");
        CurationRun run = await WriteAsync(2, "2");
        string message = $"'{path}' was not the file that an earlier run wrote: somebody edited it, or it was damaged. It is kept as '{kept}'.";
        Assert.Equal(edited, File.ReadAllText(kept));
        Assert.Contains($"warning: out: {message}", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains(run.Reports[^1].Warnings, warning => warning.Message == message);
        Assert.Equal(message, Assert.Single(folder.Report("out").Shards[1].Warnings).Message);
        Assert.Equal(20, folder.Lines("out").Length);
        Assert.Contains("text 3", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remake_EditedAgain_KeepsBothEdits()
    {
        await WriteAsync(1, "1");
        Edit("part-00000.jsonl", text => text + "first\n");
        await WriteAsync(1, "2");
        Edit("part-00000.jsonl", text => text + "second\n");
        await WriteAsync(1, "3");
        Assert.EndsWith("first\n", File.ReadAllText(folder.State("out", "edited/part-00000.jsonl")), StringComparison.Ordinal);
        Assert.EndsWith("second\n", File.ReadAllText(folder.State("out", "edited/part-00000.jsonl.2")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remake_ShardThatTheInputNoLongerMakes_KeepsItsEdit()
    {
        await WriteAsync(3, "1");
        string path = Edit("part-00002.jsonl", text => text + "mine\n");
        CurationRun run = await WriteAsync(2, "1");
        string kept = folder.State("out", "edited/part-00002.jsonl");
        Assert.EndsWith("mine\n", File.ReadAllText(kept), StringComparison.Ordinal);
        Assert.Contains(run.Reports[^1].Warnings, warning => warning.Message.StartsWith($"'{path}' was not the file", StringComparison.Ordinal));
        Assert.Contains($"It is kept as '{kept}'", shown.ToString(), StringComparison.Ordinal);
        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], folder.Files("out"));
    }

    [Fact]
    public async Task Resume_OutputOfAnotherLength_KeepsTheEditAndMakesTheShardAgain()
    {
        await WriteAsync(2, "1");
        Edit("part-00000.jsonl", text => text + "mine\n");
        await WriteAsync(2, "1", WhenChanged.Refuse);
        Assert.EndsWith("mine\n", File.ReadAllText(folder.State("out", "edited/part-00000.jsonl")), StringComparison.Ordinal);
        Assert.Equal(20, folder.Lines("out").Length);
    }

    [Fact]
    public async Task Remake_NothingEdited_KeepsNothing()
    {
        await WriteAsync(3, "1");
        await WriteAsync(2, "2");
        Assert.False(Directory.Exists(folder.State("out", "edited")));
        Assert.DoesNotContain("kept as", shown.ToString(), StringComparison.Ordinal);
    }
}

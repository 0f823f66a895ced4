using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed partial class WhenChangedTests
{
    [Fact]
    public async Task Refuse_SeveralChanges_NamesAllOfThemWithOldAndNewValue()
    {
        await Input(2).Pipe(Keep("quality"), Keep("length")).WriteJsonlAsync("out", folder.Run());
        string message = await RefusedAsync(Input(2).Pipe(Keep("quality", "2"), Keep("length")).DropsTo("dropped"), options:
            options => options with { Seed = 7, MaxDocumentChars = 500 }, write: new JsonlWriteOptions { TextField = "content" });
        Assert.Contains("stage quality (FakeFilter), version: 1 before, 2 now", message, StringComparison.Ordinal);
        Assert.Contains("RunOptions.Seed: 0 before, 7 now", message, StringComparison.Ordinal);
        Assert.Contains("RunOptions.MaxDocumentChars: 10000000 before, 500 now", message, StringComparison.Ordinal);
        Assert.Contains("DropsTo: not set before, dropped now", message, StringComparison.Ordinal);
        Assert.Contains("the output, option TextField: text before, content now", message, StringComparison.Ordinal);
        Assert.DoesNotContain("length", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_StagesAddedRemovedAndMoved_AreNamedAndNotTakenForChangesOfOthers()
    {
        await Input(2).Pipe(Keep("one"), Keep("two"), Keep("three")).WriteJsonlAsync("out", folder.Run());
        string added = await RefusedAsync(Input(2).Pipe(Keep("zero"), Keep("one"), Keep("two"), Keep("three")));
        Assert.Contains("  stage zero (FakeFilter) is new", added, StringComparison.Ordinal);
        Assert.DoesNotContain("stage one", added, StringComparison.Ordinal);
        string removed = await RefusedAsync(Input(2).Pipe(Keep("one"), Keep("three")));
        Assert.Contains("  stage two (FakeFilter) is gone", removed, StringComparison.Ordinal);
        Assert.DoesNotContain("stage three", removed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_LambdaOrCapturedValue_IsShownWithItsText()
    {
        await Input(2).Where(document => document.Text.Length > 3).WriteJsonlAsync("out", folder.Run());
        string message = await RefusedAsync(Input(2).Where(document => document.Text.Length > 4));
        Assert.Contains("stage Where, lambda: 'document => document.Text.Length > 3' before, 'document => document.Text.Length > 4' now", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_FilesChangedAddedInTheMiddleAndGone_AreNamedWithTheirSizes()
    {
        await Input(3).WriteJsonlAsync("out", folder.Run());
        string before = folder.Inputs["in/00.jsonl"];
        long length = new FileInfo(before).Length;
        folder.Inputs.Write("in/01a.jsonl", "{\"text\":\"new\"}\n");
        File.AppendAllText(before, "{\"text\":\"more\"}\n");
        File.Delete(folder.Inputs["in/02.jsonl"]);
        string message = await RefusedAsync(
            Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, folder.Inputs["in/*.jsonl"]));
        Assert.Contains($"input file '00.jsonl': {length} bytes, hash ", message, StringComparison.Ordinal);
        Assert.Contains($" before, {new FileInfo(before).Length} bytes, hash ", message, StringComparison.Ordinal);
        Assert.Contains("input file '01a.jsonl' is new: 15 bytes", message, StringComparison.Ordinal);
        Assert.Contains("input file '02.jsonl' is gone: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("'01.jsonl'", message, StringComparison.Ordinal);
    }

    private static DsirSelection Selection(Corpus target, ulong seed = 1, int buckets = 100) => new(new DsirModelFit(target)
    {
        Features = new HashedNGrams { Buckets = buckets },
    })
    { Size = SelectionSize.Documents(10), MinTokens = 0, Seed = seed };

    [Fact]
    public async Task Refuse_ChangeBehindAKeepList_IsNamedThroughTheFit()
    {
        Corpus pool = Input(3), target = RunFolder.Documents(30);
        async Task WriteAsync(DsirSelection selection, CurationRun run) =>
            await pool.Keep(await pool.FitAsync(selection, run)).WriteJsonlAsync("selected", run);

        await WriteAsync(Selection(target), folder.Run());
        ResumeMismatchException seed = await Assert.ThrowsAsync<ResumeMismatchException>(() => WriteAsync(Selection(target, seed: 2), folder.Run()));
        Assert.Contains("stage Keep uses the fit dsir-selection: option Seed: 1 before, 2 now", seed.Message, StringComparison.Ordinal);
        ResumeMismatchException buckets = await Assert.ThrowsAsync<ResumeMismatchException>(() => WriteAsync(Selection(target, buckets: 90), folder.Run()));
        Assert.Contains("Buckets: 100 before, 90 now", buckets.Message, StringComparison.Ordinal);
        ResumeMismatchException other =
            await Assert.ThrowsAsync<ResumeMismatchException>(() => WriteAsync(Selection(RunFolder.Documents(31)), folder.Run()));
        Assert.Contains("stage Keep uses the fit dsir-selection: its input 1: the source, option documents: ", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_FileChangedBehindAFit_IsNamed()
    {
        string file = folder.Inputs.Write("target.jsonl", "{\"text\":\"text 1\"}\n");
        Corpus pool = Input(3);
        async Task WriteAsync(CurationRun run) =>
            await pool.Keep(await pool.FitAsync(Selection(Corpus.FromJsonl(file)), run)).WriteJsonlAsync("selected", run);
        await WriteAsync(folder.Run());
        File.AppendAllText(file, "{\"text\":\"text 2\"}\n");
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => WriteAsync(folder.Run()));
        Assert.Contains("stage Keep uses the fit dsir-selection: its input 1: input file 'target.jsonl': 18 bytes, hash ", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_VerbatimIndexOfOtherText_IsNamedThroughTheIndex()
    {
        async Task WriteAsync(Corpus evaluation, CurationRun run) => await Input(2)
            .Pipe(new VerbatimOverlapFilter(await VerbatimIndex.CreateAsync(evaluation, run))).WriteJsonlAsync("out", run);
        await WriteAsync(Corpus.FromJsonl(folder.Inputs.Write("eval.jsonl", "{\"text\":\"a\"}\n")), folder.Run());
        Corpus changed = Corpus.FromJsonl(folder.Inputs.Write("eval.jsonl", "{\"text\":\"ab\"}\n"));
        ResumeMismatchException error = await Assert.ThrowsAsync<ResumeMismatchException>(() => WriteAsync(changed, folder.Run()));
        Assert.Contains("uses a verbatim index: its corpus: input file 'eval.jsonl': 13 bytes, hash ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_LongValues_AreShownAroundTheirDifference()
    {
        string prompt = new string('a', 5_000);
        await Input(1).Pipe(Keep("prompt", prompt + "1" + prompt)).WriteJsonlAsync("out", folder.Run());
        string message = await RefusedAsync(Input(1).Pipe(Keep("prompt", prompt + "2" + prompt)));
        Assert.Contains("aaa1aaa", message, StringComparison.Ordinal);
        Assert.Contains("aaa2aaa", message, StringComparison.Ordinal);
        Assert.True(message.Length < 1_000);
    }
}

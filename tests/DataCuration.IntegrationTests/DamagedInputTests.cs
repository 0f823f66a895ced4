using System.IO.Compression;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>Acceptance: inputs that are truncated or empty, or that repeat ids.</summary>
public sealed class DamagedInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CurationRun run;

    public DamagedInputTests() =>
        run = new CurationRun(new RunOptions { WorkDirectory = folder["work"], Faults = FaultPolicy.Quarantine(0.5), MaxParallelShards = 2 });

    public void Dispose()
    {
        run.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task Write_TruncatedFile_FailsItsShardOnlyAndResumesWhenMended(string extension)
    {
        byte[] whole = Compress(extension, Lines(400));
        folder.Write($"in/a.jsonl.{extension}", Compress(extension, Lines(10)));
        string damaged = folder.Write($"in/b.jsonl.{extension}", whole.AsSpan(0, whole.Length - 20));
        var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
        Corpus corpus = Corpus.FromJsonl(options, folder[$"in/*.{extension}"]).Where(doc => doc.Id != "d1");

        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => corpus.WriteJsonlAsync("out", run));

        ShardFailedException failure = Assert.Single(error.Failures);
        Assert.Equal(1, failure.Shard);
        Assert.IsType<InvalidDataException>(failure.InnerException);
        Assert.Contains($"b.jsonl.{extension}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("damaged at decompressed offset", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["part-00000.jsonl"], Names("out"));
        Require(RunReport.Load(folder.Combine("work", "out")), records: 10, kept: 9, dropped: 1, faulted: 0);

        // A fit must not decide on a part of the corpus either.
        await Assert.ThrowsAsync<CurationRunException>(() => corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(3), MinTokens = 0 }, run));

        File.WriteAllBytes(damaged, whole);
        await corpus.WriteJsonlAsync("out", run);
        Assert.Equal(["part-00000.jsonl", "part-00001.jsonl"], Names("out"));
        Require(RunReport.Load(folder.Combine("work", "out")), records: 410, kept: 408, dropped: 2, faulted: 0);
    }

    [Fact]
    public async Task Write_EmptyFileAmongOthers_GivesTheOthersDocuments()
    {
        folder.Write("in/a.jsonl", "");
        folder.Write("in/b.jsonl", Lines(5));
        folder.Write("in/c.jsonl", "\n\n");
        var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
        await Corpus.FromJsonl(options, folder["in/*"]).WriteJsonlAsync("out", run);
        Assert.Equal(["part-00001.jsonl"], Names("out"));
        Require(RunReport.Load(folder.Combine("work", "out")), records: 5, kept: 5, dropped: 0, faulted: 0);
    }

    [Fact]
    public async Task Write_NothingButAnEmptyFile_GivesAnEmptyCorpus()
    {
        Corpus written = await Corpus.FromJsonl(folder.Write("empty.jsonl", "")).WriteJsonlAsync("out", run);
        int count = 0;
        await foreach (Document _ in written.AsAsyncEnumerable(run)) count++;
        Assert.Equal(0, count);
        Require(RunReport.Load(folder.Combine("work", "out")), records: 0, kept: 0, dropped: 0, faulted: 0);
    }

    [Fact]
    public async Task Select_EmptyTargetOrPool_IsRefused()
    {
        Corpus empty = Corpus.FromJsonl(folder.Write("empty.jsonl", "")), full = Corpus.FromJsonl(folder.Write("full.jsonl", Lines(20)));
        CurationException target = await Assert.ThrowsAsync<CurationException>(() => full.FitAsync(Selection(empty), run));
        Assert.Contains("Target 0 has no n-gram", target.Message, StringComparison.Ordinal);
        InsufficientDataException nothing = await Assert.ThrowsAsync<InsufficientDataException>(() => empty.FitAsync(Selection(full), run));
        Assert.Contains("the corpus has no documents", nothing.Message, StringComparison.Ordinal);
        Corpus wordless = Corpus.FromJsonl(folder.Write("wordless.jsonl", "{\"text\":\"  \"}\n"));
        CurationException pool = await Assert.ThrowsAsync<CurationException>(() => wordless.FitAsync(Selection(full), run));
        Assert.Contains("have no n-gram", pool.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_MoreThanThereIs_SelectsAllThatPasses()
    {
        Corpus full = Corpus.FromJsonl(folder.Write("full.jsonl", Lines(20)));
        KeepList list = await full.FitAsync(new DsirSelection(Fit(full)) { Size = SelectionSize.Documents(1_000), MinTokens = 0 }, run);
        Assert.Equal(20, list.KeptCount);
        SelectionReport all = SelectionReport.Load(list);
        Assert.Equal((1_000, 20, 20, 20, 980), (all.Quota, all.Selected, all.SelectedDocuments, all.Documents, all.Shortfall));
    }

    [Fact]
    public async Task Select_DuplicateIds_LosesNothingAndDoesNotDependOnFiles()
    {
        // Three records have each id, with different texts.
        string[] lines = [.. Enumerable.Range(0, 90).Select(i => $"{{\"id\":\"d{i / 3}\",\"text\":\"{Text(i)}\"}}\n")];
        folder.Write("one/a.jsonl", string.Concat(lines));
        for (int f = 0; f < 3; f++) folder.Write($"three/{f}.jsonl", string.Concat(lines[(f * 30)..((f + 1) * 30)]));
        folder.Write("target.jsonl", string.Concat(lines[..20]));
        var texts = new List<string[]>();
        foreach (string input in new[] { "one", "three" })
        {
            var options = new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 700, CoalesceBytes = 0 } };
            Corpus corpus = Corpus.FromJsonl(options, folder[$"{input}/*.jsonl"]);
            await corpus.WriteJsonlAsync("all-" + input, run);
            Require(RunReport.Load(folder.Combine("work", "all-" + input)), records: 90, kept: 90, dropped: 0, faulted: 0);
            KeepList list = await corpus.FitAsync(Selection(Corpus.FromJsonl(folder["target.jsonl"])), run);
            Assert.Equal(10, list.KeptCount);
            var chosen = new List<string>();
            await foreach (Document document in corpus.Keep(list).AsAsyncEnumerable(run)) chosen.Add(document.Text);
            texts.Add([.. chosen]);
        }
        Assert.Equal(texts[0], texts[1]);
        Assert.Equal(10, texts[0].Distinct().Count());
    }

    private static void Require(RunReport report, long records, long kept, long dropped, long faulted)
    {
        Assert.Equal((records, kept, dropped, faulted), (report.Records, report.Kept, report.Dropped, report.Faulted));
        foreach (StageReport stage in report.Stages) Assert.Equal(stage.In + stage.Emitted, stage.Kept + stage.Dropped + stage.Faulted);
    }

    private static DsirModelFit Fit(Corpus target) =>
        new(target) { Features = new HashedNGrams { Buckets = 500, Hash = NGramHash.XxHash3 }, TargetSmoothing = 1 };

    private static DsirSelection Selection(Corpus target) => new(Fit(target)) { Size = SelectionSize.Documents(10), MinTokens = 0, Seed = 4 };

    private static string Text(int number)
    {
        var random = new SeededRandom((ulong)number);
        return string.Join(' ', Enumerable.Range(0, 12).Select(_ => $"w{random.NextInt64(60)}").Append($"n{number}"));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"{Text(i)}\"}}\n"));

    private static byte[] Compress(string extension, string text)
    {
        using var compressed = new MemoryStream();
        if (extension == "gz")
        {
            using var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            using Stream zstd = CompressedOutput.Wrap(compressed, FileCompression.Zstd);
            zstd.Write(Encoding.UTF8.GetBytes(text));
        }
        return compressed.ToArray();
    }

    private string[] Names(string output) =>
        [.. Directory.GetFiles(folder.Combine("work", output)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}

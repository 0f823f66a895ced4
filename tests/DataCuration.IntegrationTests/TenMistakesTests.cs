using DataCuration.FastText;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.IntegrationTests;

/// <summary>A new user's ten mistakes. Each message names what is wrong, and says what to do.</summary>
public sealed class TenMistakesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Mistake01_WrongPath_NamesThePlaceThatWasSearched()
    {
        folder.Write("data/pool.jsonl", "{\"text\":\"t\"}\n");
        string message = await MessageOf<FileNotFoundException>(run => Corpus.FromJsonl(folder["data/poll.jsonl"]).WriteJsonlAsync("out", run));
        Contains(message, "No file matches", "poll.jsonl", folder["data"], "pool.jsonl");
    }

    [Fact]
    public async Task Mistake02_EmptyGlob_NamesTheFolderAndWhatIsThere()
    {
        folder.Write("data/pool.json", "{\"text\":\"t\"}\n");
        string message = await MessageOf<FileNotFoundException>(run => Corpus.FromJsonl(folder["data/*.jsonl"]).WriteJsonlAsync("out", run));
        Contains(message, "No file matches", "*.jsonl", folder["data"], "pool.json");
    }

    [Fact]
    public async Task Mistake03_WrongField_NamesTheFieldsAndTheOption()
    {
        folder.Write("in.jsonl", string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"id\":\"{i}\",\"content\":\"text {i}\"}}\n")));
        Corpus corpus = Corpus.FromJsonl(folder["in.jsonl"]);
        Contains(await MessageOf<CurationRunException>(run => corpus.WriteJsonlAsync("fail", run)), "in.jsonl", "'text'", "content", "TextField");
        string ratio =
            await MessageOf<CurationRunException>(run => corpus.WriteJsonlAsync("ratio", run), options => options with { Faults = FaultPolicy.Quarantine() });
        Contains(ratio, "50", "missing_text", "content", "TextField");
    }

    [Fact]
    public async Task Mistake04_UnwritableFolder_IsFoundBeforeTheWork()
    {
        // A file where the folder should be: this refuses every user, also root.
        folder.Write("taken", "");
        var probe = new Probe();
        string message = await MessageOf<CurationException>(run => RunFolder.Documents(3).Pipe(probe).WriteJsonlAsync("out", run),
            options => options with { WorkDirectory = folder["taken"] });
        Contains(message, folder["taken"], "Name a folder");
        Assert.Equal(0, probe.Documents);
    }

    [Fact]
    public void Mistake05_WrongModel_SaysWhichFilesAreModels()
    {
        string missing = Assert.Throws<FileNotFoundException>(() => FastTextModel.Load(folder["quality.bin"])).Message;
        Contains(missing, folder["quality.bin"], "Give the path of a .bin");
        Contains(Assert.Throws<FileNotFoundException>(() => FastTextModel.Load(folder.Path)).Message, "is a folder", "Give the path of a .bin");
        foreach (string content in new[] { "", "x", "2 3\nword 0.1 0.2 0.3\n", "{\"model\": true}" })
        {
            folder.Write("model.bin", content);
            Contains(Assert.Throws<InvalidDataException>(() => FastTextModel.Load(folder["model.bin"])).Message, folder["model.bin"],
                "is not a fastText model", "Give a .bin or .ftz file");
        }
        FileNotFoundException vectors = Assert.Throws<FileNotFoundException>(
            () => FastTextTrainer.Train([], new FastTextTrainingOptions { PretrainedVectors = folder["vectors.vec"] }));
        Contains(vectors.Message, folder["vectors.vec"], "PretrainedVectors");
    }

    [Fact]
    public async Task Mistake05_WrongVectors_AreFoundBeforeTheExamplesAreRead()
    {
        var probe = new Probe();
        string message = await MessageOf<FileNotFoundException>(run => RunFolder.Documents(3).Pipe(probe).FitAsync(
            new ClassifierTraining("label") { Training = new FastTextTrainingOptions { PretrainedVectors = folder["vectors.vec"] } }, run));
        Contains(message, folder["vectors.vec"], "PretrainedVectors");
        Assert.Equal(0, probe.Documents);
    }

    [Fact]
    public async Task Mistake06_ChangedOption_IsNamedWithBothValues()
    {
        Corpus pool = RunFolder.Documents(100);
        KeepList list = await Fit(10);
        await pool.Keep(list).WriteJsonlAsync("out", Run());
        list = await Fit(20);
        string message = await MessageOf<ResumeMismatchException>(run => pool.Keep(list).WriteJsonlAsync("out", run));
        Contains(message, "10 documents", "20 documents", "Size", "Remake");

        async Task<KeepList> Fit(int count)
        {
            using CurationRun run = Run();
            return await pool.FitAsync(new RandomSelection { Size = SelectionSize.Documents(count) }, run);
        }
    }

    [Fact]
    public void Mistake07_MissingTorch_NamesThePackages()
    {
        // This test project references no native package on purpose.
        TorchNativeException error = Assert.Throws<TorchNativeException>(() => new TorchSharpBackend());
        // Whether nothing of it is found, or a part of it that cannot be loaded alone.
        Contains(error.Message, "libtorch-cpu-linux-x64", "TorchSharp-cuda-linux", "eference");
    }

    [Fact]
    public async Task Mistake08_GzipWithoutEnding_IsReadOrNamed()
    {
        byte[] packed;
        using (var buffer = new MemoryStream())
        {
            using (var gzip = new System.IO.Compression.GZipStream(buffer, System.IO.Compression.CompressionLevel.Fastest))
                gzip.Write("{\"text\":\"one\"}\n{\"text\":\"two\"}\n"u8);
            packed = buffer.ToArray();
        }
        await File.WriteAllBytesAsync(folder["in.jsonl"], packed, TestContext.Current.CancellationToken);
        using CurationRun run = Run();
        await Corpus.FromJsonl(folder["in.jsonl"]).WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, run.Reports[^1].Kept);
    }

    [Fact]
    public async Task Mistake09_EmptyFile_IsWarnedOf()
    {
        folder.Write("in.jsonl", "");
        using CurationRun run = Run();
        await Corpus.FromJsonl(folder["in.jsonl"]).WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        Contains(Assert.Single(run.Reports[^1].Warnings).Message, "in.jsonl", "empty", "look at the program that wrote it");
        InsufficientDataException error = await Assert.ThrowsAsync<InsufficientDataException>(
            () => Corpus.FromJsonl(folder["in.jsonl"]).FitAsync(new RandomSelection { Size = SelectionSize.Documents(1) }, run));
        Contains(error.Message, "the corpus has no documents", "input is empty");
    }

    [Fact]
    public void Mistake10_RankOutOfRange_SaysWhereRanksComeFrom()
    {
        Contains(Assert.Throws<ArgumentException>(() => new CurationRun(new RunOptions { Rank = 4, WorldSize = 4 })).Message,
            "Rank 4", "0 to 3", "RunOptions.Rank", "FromEnvironment");
        Contains(Assert.ThrowsAny<Exception>(() => RunOptions.FromEnvironment(name => name == "RANK" ? "9" : name == "WORLD_SIZE" ? "8" : null)).Message,
            "9", "8", "RANK");
    }

    private static void Contains(string message, params IEnumerable<string> parts)
    {
        foreach (string part in parts) Assert.Contains(part, message, StringComparison.Ordinal);
    }

    private CurationRun Run(Func<RunOptions, RunOptions>? change = null)
    {
        var options = new RunOptions { WorkDirectory = folder["work"], WarningWriter = TextWriter.Null };
        return new CurationRun(change?.Invoke(options) ?? options);
    }

    private async Task<string> MessageOf<TException>(Func<CurationRun, Task> work, Func<RunOptions, RunOptions>? change = null)
        where TException : Exception
    {
        using CurationRun run = Run(change);
        return (await Assert.ThrowsAsync<TException>(() => work(run))).Message;
    }

    /// <summary>Counts the documents that reach it.</summary>
    private sealed class Probe : DocumentFilter
    {
        private int documents;

        public int Documents => documents;

        protected internal override StageResult Evaluate(Document document, StageContext context)
        {
            Interlocked.Increment(ref documents);
            return StageResult.Keep;
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }
}

using DataCuration.TestKit;

namespace DataCuration.Tests;

/// <summary>Files of an earlier phase that were damaged between two runs: they are named, made again, and the result is that of a clean run.</summary>
public sealed class DamagedIntermediateTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CorpusFit<KeepList> Fit() => new DsirSelection(
        new DsirModelFit(RunFolder.Documents(300)) { Features = new HashedNGrams { Buckets = 100 } })
    { Size = SelectionSize.Documents(400), MinTokens = 0 };

    private static Corpus Pool() =>
        Corpus.FromDocuments(Enumerable.Range(0, 3_000).Select(i => new Document($"d{i}", $"text of d{i % 700} and more {i * 7 % 41}")));

    private string Artifact(string name) => Directory.GetDirectories(Path.Combine(folder.Work, "artifacts"), name + "-*").Single();

    /// <summary>Flips a sign bit, as a faulty disk would: the length stays.</summary>
    private static void Flip(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 3] ^= 0x80;
        File.WriteAllBytes(path, bytes);
    }

    [Theory]
    [InlineData("dsir-weights", "weights", ".records", false)]
    [InlineData("dsir-weights", "weights", ".records", true)]
    [InlineData("dsir-model", "raw", ".counts", false)]
    public async Task Fit_DamagedFileOfAnEarlierPhase_IsNamedAndMadeAgain(string artifact, string phase, string ending, bool isMissing)
    {
        KeepList clean = await Pool().FitAsync(Fit(), folder.Run());
        string victim = Directory.EnumerateFiles(Artifact(artifact), "*" + ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal).ElementAt(1);
        Assert.Contains(phase, victim, StringComparison.Ordinal);
        byte[] before = File.ReadAllBytes(victim);
        // What follows is gone, so that the later phases run again.
        Directory.Delete(Artifact("dsir-selection"), recursive: true);
        if (artifact == "dsir-model")
        {
            Directory.Delete(Artifact("dsir-weights"), recursive: true);
            foreach (string later in Directory.GetDirectories(Artifact(artifact)).Where(path => !victim.StartsWith(path + "/", StringComparison.Ordinal)
                    && Path.GetFileName(path)[0] != '.'))
                Directory.Delete(later, recursive: true);
        }
        using var log = new LogCapture();
        if (isMissing)
        {
            // Gone after the phase was found complete: by the time that it is looked at again.
            KeepList again = await Pool().FitAsync(Fit(), folder.Run(options => options with { MaxParallelShards = 1 }, log: new HookedLog(log, message =>
            {
                if (message.StartsWith("Phase dsir-weights/weights complete", StringComparison.Ordinal)) File.Delete(victim);
            })));
            Assert.Equal(clean.Fingerprint, again.Fingerprint);
            Assert.Contains(log.Warnings, warning => warning.Contains(victim, StringComparison.Ordinal)
                && warning.Contains("is missing", StringComparison.Ordinal));
        }
        else
        {
            Flip(victim);
            KeepList again = await Pool().FitAsync(Fit(), folder.Run(log: log));
            Assert.Equal(clean.Fingerprint, again.Fingerprint);
            string warning = Assert.Single(log.Warnings);
            Assert.Contains(victim, warning, StringComparison.Ordinal);
            Assert.Contains("does not match the hash in its manifest. The shard is done again", warning, StringComparison.Ordinal);
        }
        Assert.Equal(before, File.ReadAllBytes(victim));
        // The lock is released, and its file stays: another process may be waiting for it.
        string repair = Assert.Single(Directory.EnumerateFiles(folder.Work, "repair-*.lock", SearchOption.AllDirectories));
        Assert.False(LocalFileStore.Instance.IsLocked(repair));
    }

    [Fact]
    public async Task Fit_DamagedFileAndThreeRanks_GiveTheCleanList()
    {
        KeepList clean = await Pool().FitAsync(Fit(), folder.Run());
        foreach (string file in Directory.EnumerateFiles(Artifact("dsir-weights"), "*.records", SearchOption.AllDirectories).ToList()) Flip(file);
        Directory.Delete(Artifact("dsir-selection"), recursive: true);
        using var log = new LogCapture();
        using var waiting = new CountdownEvent(2);
        Task<KeepList> Start(int rank) => Task.Run(() => Pool()
            .FitAsync(Fit(), folder.Run(options => options with { MaxParallelShards = 1, Rank = rank, WorldSize = 3 }, log: new HookedLog(log, message =>
        {
            if (rank > 0 && message.StartsWith("Phase dsir-selection/cutoffs: 0 of 0", StringComparison.Ordinal)) waiting.Signal();
        }))));
        Task<KeepList>[] others = [Start(1), Start(2)];
        // The others wait for rank 0's cutoffs: rank 0 reads all shards' weights, and repairs those of the others.
        Assert.True(waiting.Wait(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
        KeepList[] lists = await Task.WhenAll([Start(0), .. others]);
        Assert.Equal(3, log.Warnings.Count(warning => warning.Contains("does not match the hash in its manifest", StringComparison.Ordinal)));
        Assert.All(lists, list => Assert.Equal(clean.Fingerprint, list.Fingerprint));
    }

    [Fact]
    public async Task Fit_CompleteArtifact_IsFoundWithoutReadingIntermediates()
    {
        KeepList clean = await Pool().FitAsync(Fit(), folder.Run());
        string victim = Directory.EnumerateFiles(Artifact("dsir-weights"), "*.records", SearchOption.AllDirectories).First();
        Flip(victim);
        byte[] damaged = File.ReadAllBytes(victim);
        using var log = new LogCapture();
        Assert.Equal(clean.Fingerprint, (await Pool().FitAsync(Fit(), folder.Run(log: log))).Fingerprint);
        Assert.Empty(log.Warnings);
        Assert.Equal(damaged, File.ReadAllBytes(victim));
    }

    /// <summary>Reads the side file of a table that a map phase wrote.</summary>
    private sealed class ProvenanceFit(List<string> read) : CorpusFit<KeepList>
    {
        protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        protected internal override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            PhaseFiles files = await scope.ReduceAsync("tables", scope.ShardCount, (output, _) =>
            {
                new RecordTableWriter<int>(output, "values", provenance: new Dictionary<string, string> { ["model"] = "abc" }).Complete();
                var part = new KeepListPart(output, 100);
                part.Complete();
                return Task.CompletedTask;
            }, cancellationToken);
            using (var table = new RecordTable<int>(files, "values")) read.Add(table.ReadProvenance(0)["model"]);
            return await scope.JoinKeepListAsync("join", files, cancellationToken: cancellationToken);
        }
    }

    [Fact]
    public async Task ReadProvenance_DamagedSideFile_IsNamedAndMadeAgain()
    {
        var read = new List<string>();
        await RunFolder.Documents(100).FitAsync(new ProvenanceFit(read), folder.Run());
        string victim = Directory.EnumerateFiles(folder.Work, "part-00000.values.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(victim, File.ReadAllText(victim).Replace("abc", "abd", StringComparison.Ordinal));
        using var log = new LogCapture();
        await RunFolder.Documents(100).FitAsync(new ProvenanceFit(read), folder.Run(log: log));
        Assert.Equal(["abc", "abc"], read);
        Assert.Contains(victim, Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    /// <summary>Calls back for every message.</summary>
    private sealed class HookedLog(LogCapture log, Action<string> onMessage) : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state,
            Exception? exception, Func<TState, Exception?, string> formatter)
        {
            onMessage(formatter(state, exception));
            log.Log(logLevel, eventId, state, exception, formatter);
        }

        public void Dispose()
        {
        }
    }
}

using DataCuration.TestKit;
using Microsoft.Extensions.Logging;

namespace DataCuration.Tests.Warnings;

public sealed class WarningTests : IDisposable
{
    private static readonly JsonlReadOptions OneShardEach = new() { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } };
    private readonly RunFolder folder = new();
    private readonly StringWriter text = new();

    public void Dispose()
    {
        folder.Dispose();
        text.Dispose();
    }

    private string[] Lines => text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private CurationRun Run(Func<RunOptions, RunOptions>? change = null, LogCapture? log = null) =>
        folder.Run(options => (change?.Invoke(options) ?? options) with { WarningWriter = TextWriter.Synchronized(text) }, log: log);

    /// <summary>Four files of ten documents, each a shard.</summary>
    private Corpus Input()
    {
        for (int file = 0; file < 4; file++)
            folder.Inputs.Write($"in-{file}.jsonl", string.Concat(Enumerable.Range(0, 10).Select(i => $"{{\"id\":\"d{file}{i}\",\"text\":\"text {i}\"}}\n")));
        return Corpus.FromJsonl(OneShardEach, folder.Inputs["in-*.jsonl"]);
    }

    [Fact]
    public void WarningWriter_Default_IsStandardError()
    {
        Assert.Same(StandardStreams.Error, new RunOptions().WarningWriter);
        Assert.Same(Console.Error, StandardStreams.Error);
    }

    [Fact]
    public async Task Warn_Stage_IsShownCountedAndKept()
    {
        CurationRun run = Run();
        await Input().Pipe(new Warner("odd", "an odd text")).WriteJsonlAsync("out", run);
        RunReport report = run.Reports[^1];
        RunWarning warning = Assert.Single(report.Warnings);
        Assert.Equal(("odd: an odd text", 20L), (warning.Kind, warning.Count));
        Assert.StartsWith("odd: document 'd0", warning.Message, StringComparison.Ordinal);
        // One line at once, one with the count at the end.
        Assert.Equal(2, Lines.Length);
        Assert.StartsWith("warning: out: odd: document 'd", Lines[0], StringComparison.Ordinal);
        Assert.Equal("warning: out: 20 x in all: odd: an odd text", Lines[1]);
        Assert.Contains("  warning: 20 x odd: an odd text; for example: odd: document 'd01' is odd", report.ToString(), StringComparison.Ordinal);
        // Report, JSON and manifests say the same.
        Assert.Equal(report.Warnings, RunReport.FromJson(report.ToJson()).Warnings);
        Assert.Equal(report.Warnings, folder.Report("out").Warnings);
        Assert.Equal([5L, 5L, 5L, 5L], folder.Report("out").Shards.Select(shard => Assert.Single(shard.Warnings).Count));
        Assert.Equal("odd: document 'd21' is odd", folder.Report("out").Shards[2].Warnings[0].Message);
    }

    [Theory]
    [InlineData(1, 256)]
    [InlineData(4, 256)]
    [InlineData(4, 1)]
    public async Task Warn_WorkersAndBatches_DoNotShow(int workers, int batch)
    {
        CurationRun run = Run(options => options with { MaxParallelShards = workers, BatchDocuments = batch });
        await Input().Pipe(new Warner("sync", "s"), new OverlappingWarner()).WriteJsonlAsync("out", run);
        Assert.Equal(
        [
            new RunWarning { Kind = "OverlappingWarner: a call", Message = "OverlappingWarner: call for d00", Count = 40 },
            new RunWarning { Kind = "sync: s", Message = "sync: document 'd01' is odd", Count = 20 },
        ], run.Reports[^1].Warnings);
    }

    [Fact]
    public async Task Warn_WithALogger_GoesToTheLoggerAlone()
    {
        var log = new LogCapture();
        CurationRun run = Run(log: log);
        await Input().Pipe(new Warner("odd", "an odd text")).WriteJsonlAsync("out", run);
        Assert.Empty(Lines);
        Assert.Equal(2, log.Warnings.Count);
        Assert.Equal("out: 20 x in all: odd: an odd text", log.Warnings[1]);
        Assert.Equal(20, Assert.Single(run.Reports[^1].Warnings).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_StageWhereNoLoggerTakesWarnings_IsShownCountedAndKept(bool hasFactory)
    {
        CurationRun run = folder.Run(options => options with { WarningWriter = TextWriter.Synchronized(text) }, log: hasFactory
            ? Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance : null);
        await Input().Pipe(new LoggingStage()).WriteJsonlAsync("out", run);
        RunWarning warning = Assert.Single(run.Reports[^1].Warnings);
        Assert.Equal(("LoggingStage: document {Id} is odd", "LoggingStage: document d01 is odd (FormatException: bad)", 20L),
            (warning.Kind, warning.Message, warning.Count));
        Assert.Equal([5L, 5L, 5L, 5L], folder.Report("out").Shards.Select(shard => Assert.Single(shard.Warnings).Count));
        Assert.Equal("warning: out: 20 x in all: LoggingStage: document {Id} is odd", Lines[1]);
    }

    [Fact]
    public async Task Warn_FinishedShardsOfAnEarlierRun_AreShownAgain()
    {
        await Input().Pipe(new Warner("odd", "an odd text")).WriteJsonlAsync("out", Run());
        text.GetStringBuilder().Clear();
        CurationRun again = Run();
        await Input().Pipe(new Warner("odd", "an odd text")).WriteJsonlAsync("out", again);
        Assert.Equal("warning: out: 20 x odd: an odd text; for example: odd: document 'd01' is odd", Assert.Single(Lines));
        Assert.Equal(20, Assert.Single(again.Reports[^1].Warnings).Count);
        // The same run again says nothing new.
        await Input().Pipe(new Warner("odd", "an odd text")).WriteJsonlAsync("out", again);
        Assert.Single(Lines);
    }

    [Fact]
    public async Task Warn_EveryMessageDifferent_IsNoFlood()
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 5_000).Select(i => new Document($"d{i:D4}", "text 1")));
        CurationRun run = Run();
        await corpus.Pipe(new Warner("each", null)).WriteJsonlAsync("out", run);
        Assert.Equal(21, Lines.Length);
        Assert.Equal("warning: out: there are warnings of further kinds: see RunReport.Warnings", Lines[^1]);
        IReadOnlyList<RunWarning> warnings = run.Reports[^1].Warnings;
        Assert.Equal((101, 5_000L, "each: document 'd0000' is odd"), (warnings.Count, warnings.Sum(warning => warning.Count), warnings[0].Message));
    }

    [Fact]
    public async Task Warn_OffOrNobodyReads_DoesNotFail()
    {
        var closed = new StringWriter();
        closed.Dispose();
        foreach (TextWriter writer in new[] { TextWriter.Null, closed })
        {
            string work = folder.Inputs[$"work-{writer.GetType().Name}"];
            CurationRun run = folder.Run(options => options with { WarningWriter = writer, WorkDirectory = work });
            await Input().Pipe(new Warner("odd", "an odd text")).WriteJsonlAsync("out", run);
            Assert.Single(run.Reports[^1].Warnings);
        }
    }

    [Fact]
    public async Task Warn_Faults_AreCountedByReason()
    {
        string path = folder.Inputs.Write("bad.jsonl",
            string.Concat(Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "{broken\n" : $"{{\"text\":\"t{i}\"}}\n")));
        CurationRun run = Run(options => options with { Faults = FaultPolicy.Quarantine(0.9) });
        await Corpus.FromJsonl(path).Pipe(new Thrower()).WriteJsonlAsync("out", run);
        Assert.Equal([("fault: invalid_json", 50L), ("fault: stage Thrower: NotSupportedException", 10L)],
            run.Reports[^1].Warnings.Select(warning => (warning.Kind, warning.Count)));
        Assert.Equal(4, Lines.Length);
        Assert.Contains("bad.jsonl", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warn_ReaderAndSink_AreInTheReport()
    {
        CurationRun run = Run();
        RunReport report = await Corpus.FromSource(new WarningSource()).WriteAsync("out", new WarningSink(), run);
        Assert.Equal(["the file ends early", "a column is empty"], report.Warnings.Select(warning => warning.Message).OrderDescending());
        Assert.Contains("warning: out: the file ends early", Lines);
    }

    [Fact]
    public async Task Warn_Fit_IsInTheManifestOfThePhase()
    {
        foreach (bool resumed in new[] { false, true })
        {
            text.GetStringBuilder().Clear();
            CurationRun run = Run();
            await RunFolder.Documents(3).FitAsync(new WarningFit(), run);
            RunReport map = run.Reports.Single(report => report.Phase == "warning-fit/map");
            RunReport end = run.Reports.Single(report => report.Phase == "warning-fit/end");
            Assert.Equal("before the map", Assert.Single(map.Warnings).Message);
            Assert.Equal(["after the end", "in the end"], end.Warnings.Select(warning => warning.Message));
            Assert.Equal("in the end", Assert.Single(RunReport.Load(end.Folder).Warnings).Message);
            Assert.Equal("before the map", Assert.Single(RunReport.Load(map.Folder).Warnings).Message);
            Assert.Equal(["warning: warning-fit: before the map", "warning: warning-fit/end: in the end", "warning: warning-fit: after the end"], Lines);
        }
    }

    [Fact]
    public async Task Run_EverythingDropped_Warns()
    {
        CurationRun run = Run();
        await Input().Where(document => document.Text.Length > 100).WriteJsonlAsync("out", run);
        string line = Assert.Single(Lines);
        Assert.StartsWith("warning: out: No document is left: Where(", line, StringComparison.Ordinal);
        Assert.EndsWith("dropped all that came to it (40 x document => document.Text.Length > 100).", line, StringComparison.Ordinal);
        await Input().Where(document => document.Id == "d00").WriteJsonlAsync("one", run);
        Assert.Empty(run.Reports[^1].Warnings);
    }

    [Fact]
    public async Task Enumerate_Warnings_AreShown()
    {
        await RunFolder.Read(Input().Pipe(new Warner("odd", "an odd text")), Run());
        Assert.Equal(["warning: enumerate: odd: document 'd01' is odd", "warning: enumerate: 20 x in all: odd: an odd text"], Lines);
    }

    /// <summary>Warns of texts that end in an odd digit.</summary>
    private sealed class Warner(string name, string? kind) : DocumentFilter
    {
        public override string Name => name;

        protected internal override StageResult Evaluate(Document document, StageContext context)
        {
            if ((document.Text[^1] - '0') % 2 == 1) context.Warn($"document '{document.Id}' is odd", kind);
            return StageResult.Keep;
        }

        protected internal override void Describe(FingerprintWriter writer) => writer.Add("name", name);
    }

    /// <summary>Warns through the logger, as code does that was written for another library.</summary>
    private sealed class LoggingStage : DocumentFilter
    {
        private static readonly Action<ILogger, string, Exception?> Odd =
            LoggerMessage.Define<string>(LogLevel.Warning, new EventId(1), "document {Id} is odd");

        private static readonly Action<ILogger, Exception?> Seen = LoggerMessage.Define(LogLevel.Information, new EventId(2), "a document");

        protected internal override StageResult Evaluate(Document document, StageContext context)
        {
            Seen(context.Logger, null);
            if ((document.Text[^1] - '0') % 2 == 1) Odd(context.Logger, document.Id, new FormatException("bad"));
            return StageResult.Keep;
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    private sealed class OverlappingWarner : AsyncDocumentTransform
    {
        public override int MaxConcurrency => 8;

        protected internal override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            await Task.Yield();
            context.Warn($"call for {document.Id}", "a call");
            return StageResult.Keep;
        }

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    private sealed class Thrower : DocumentFilter
    {
        protected internal override StageResult Evaluate(Document document, StageContext context) =>
            document.Text.EndsWith('1') ? throw new NotSupportedException("no") : StageResult.Keep;

        protected internal override void Describe(FingerprintWriter writer)
        {
        }
    }

    private sealed class WarningSource : IShardedSource
    {
        public void Describe(FingerprintWriter writer) => writer.Add("name", "warning");

        public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) => new([new SourceShard([], 0)]);

        public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader();

        private sealed class Reader : IShardReader
        {
            public long BytesRead => 0;

            public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
            {
                batch.Add(new Document(default, "text"u8.ToArray(), new DocumentOrigin { Source = "memory", Offset = 0, Record = 0 }));
                batch.Warn("the file ends early");
                return new(false);
            }

            public ValueTask DisposeAsync() => default;
        }
    }

    private sealed class WarningSink : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("name", "warning");

        public IShardWriter Open(ShardOutput output)
        {
            output.InFolder("sub").Warn("a column is empty");
            return new GatheringWriter();
        }
    }

    private sealed class WarningFit : CorpusFit<int>
    {
        public override string Name => "warning-fit";

        protected internal override void Describe(FingerprintWriter writer)
        {
        }

        protected internal override async Task<int> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            scope.Warn("before the map");
            await scope.MapAsync("map", scope.Corpus, new NothingSink(), cancellationToken);
            await scope.FinishAsync("end", (output, _) =>
            {
                output.Warn("in the end");
                return Task.CompletedTask;
            }, cancellationToken);
            scope.Warn("after the end");
            return 0;
        }
    }

    private sealed class NothingSink : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("name", "nothing");

        public IShardWriter Open(ShardOutput output) => new GatheringWriter();
    }
}

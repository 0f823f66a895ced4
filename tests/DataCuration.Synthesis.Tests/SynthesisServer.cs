using System.Text.Json;
using DataCuration.TestKit;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.Synthesis.Tests;

/// <summary>A test's own loopback server with a call layer and a temporary folder.</summary>
internal sealed class SynthesisServer : IDisposable
{
    private readonly List<IDisposable> owned = [];

    public SynthesisServer(Func<ChatRequest, string>? answer = null) => Server = new LoopbackChatServer(answer ?? EntityModel.Answer);

    public LoopbackChatServer Server { get; }

    public TemporaryFolder Folder { get; } = new();

    public static EndpointOptions Quick { get; } = new()
    {
        Model = "loopback",
        RetryDelay = TimeSpan.FromMilliseconds(2),
        MaxRetryDelay = TimeSpan.FromMilliseconds(20),
        Timeout = TimeSpan.FromSeconds(20),
    };

    public LanguageModelCalls Calls(EndpointOptions? endpoint = null, CallOptions? options = null, CallLedger? ledger = null)
    {
        var made = new LanguageModelEndpoint(new ChatCompletionsClient(Server.Address, "loopback"), endpoint ?? Quick, logger: NullLogger.Instance);
        owned.Add(made);
        return new(made, ledger ?? Ledger(), options);
    }

    public CallLedger Ledger()
    {
        CallLedger ledger = CallLedger.Open(Folder[$"ledger-{owned.Count}"]);
        owned.Add(ledger);
        return ledger;
    }

    /// <summary>Runs a stage and the filter, and returns the written documents, what was quarantined, and the report.</summary>
    public async Task<(JsonElement[] Texts, Dictionary<string, string> Quarantined, RunReport Report)> RunAsync(
        Stage stage, IEnumerable<Document> documents, string folder = "work", ulong seed = 0, int maxParallel = 1)
    {
        using var run = new CurationRun(new RunOptions
        {
            WorkDirectory = Folder[folder],
            Faults = FaultPolicy.Quarantine(1),
            MaxParallelShards = maxParallel,
            Seed = seed,
        });
        await Corpus.FromDocuments(documents).Pipe(stage, new SyntheticTextFilter())
            .WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
        RunReport report = run.Reports[^1];
        Assert.Equal(report.Records + report.Emitted, report.Kept + report.Dropped + report.Faulted);
        string output = Path.Combine(Folder[folder], "out");
        JsonElement[] texts = [.. Lines(Directory.EnumerateFiles(output, "part-*.jsonl").Order(StringComparer.Ordinal))];
        Assert.Equal(report.Kept, texts.Length);
        string state = Path.Combine(output, ".curation");
        Dictionary<string, string> quarantined = Lines(Directory.EnumerateFiles(state, "part-*.jsonl", SearchOption.AllDirectories))
            .ToDictionary(line => line.GetProperty("id").GetString()!, line => line.GetRawText(), StringComparer.Ordinal);
        return (texts, quarantined, report);
    }

    /// <summary>Returns the concatenated output files of a run.</summary>
    /// <param name="work">The run's work folder.</param>
    /// <param name="output">The output folder in it.</param>
    public string OutputOf(string work, string output = "out") =>
        string.Concat(Directory.EnumerateFiles(Folder.Combine(work, output), "part-*.jsonl").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        Server.Dispose();
        Folder.Dispose();
    }

    private static IEnumerable<JsonElement> Lines(IEnumerable<string> files) => files.SelectMany(File.ReadLines).Select(line => JsonElement.Parse(line));
}

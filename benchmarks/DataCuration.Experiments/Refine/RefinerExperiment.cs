using System.Diagnostics;
using System.Globalization;
using DataCuration.LanguageModels;
using DataCuration.LocalModels;
using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.Experiments.Refine;

/// <summary>
/// Trains a refiner of ProX from nothing: a base model on pages, then pairs of a chunk's prompt and the program that removes its noise, with loss on the
/// program only. The model is exported to GGUF, and refines other pages through llama.cpp and the library's own stage.
/// </summary>
internal sealed class RefinerExperiment : IDisposable
{
    private const string AnswerStart = "\n[/doc]\n";
    private const int MaxSequences = 16;

    /// <summary>Wide enough to read numbers of lines and small enough for a CPU.</summary>
    private static readonly DecoderOptions Model =
        new() { Layers = 4, Width = 128, Heads = 4, KeyValueHeads = 4, FeedForwardWidth = 384, ContextLength = 1_024 };

    // The stage sends the prompt as one message, and the answer follows a line break.
    private static readonly LocalChatTemplate Template = LocalChatTemplate.Custom("refiner", messages => messages[^1].Text + "\n");

    private static readonly ProXChunker Chunker = new(ProXLineCounter.FromEncoder(ByteTokenEncoder.Instance)) { MaxTokens = 850 };

    private readonly TemporaryFolder folder = new();
    private readonly IReadOnlyList<NoisyPage> trained;
    private readonly IReadOnlyList<NoisyPage> tests;
    private readonly int threads;

    /// <param name="data">The folder of real texts.</param>
    /// <param name="pattern">The names of their files.</param>
    /// <param name="trainingPages">The number of pages to train on.</param>
    /// <param name="testPages">The number of pages to refine, from other texts.</param>
    /// <param name="threads">The number of threads; 0 for one per processor.</param>
    public RefinerExperiment(DirectoryInfo data, string pattern, int trainingPages, int testPages, int threads)
    {
        this.threads = threads;
        (List<string> training, List<string> other) = NoisyPages.ReadLines(data, pattern);
        trained = [.. NoisyPages.Make(training, trainingPages, seed: 1)];
        tests = [.. NoisyPages.Make(other, testPages, seed: 2)];
    }

    /// <summary>Describes the pages.</summary>
    public string Describe()
    {
        var known = trained.SelectMany(page => page.Lines).ToHashSet(StringComparer.Ordinal);
        int lines = tests.Sum(page => page.Lines.Count), noise = tests.Sum(page => page.IsNoise.Count(isNoise => isNoise));
        int seen = tests.Sum(page => page.Lines.Where((line, i) => page.IsNoise[i] && known.Contains(line)).Count());
        return $"{trained.Count} training pages, {tests.Count} test pages of {lines} lines with {noise} noise lines, {seen} of which are in a training page "
            + $"too; {Model.ParameterCount:N0} parameters";
    }

    /// <summary>Trains the base model on the pages, as they are in prompts.</summary>
    public Task<string> TrainBaseAsync(int steps, CancellationToken cancellationToken)
    {
        Document[] documents = [.. trained.Select(page => new Document(page.Id, Chunker.Split(page.Text)[0].FormatPrompt()))];
        return TrainAsync("base", documents, new TokenShardSink(ByteTokenEncoder.Instance), steps, 3e-3, null, cancellationToken);
    }

    /// <summary>Trains the refiner on pairs.</summary>
    public Task<string> TrainRefinerAsync(string baseModel, int steps, CancellationToken cancellationToken)
    {
        var labeler = new ProXLabeler { MaxRemovedShare = 0.9 };
        var documents = new List<Document>();
        foreach (NoisyPage page in trained)
        {
            ProXChunk chunk = Chunker.Split(page.Text)[0];
            ProXLabel label = labeler.Label(System.Text.Encoding.UTF8.GetBytes(page.Text), chunk.Lines, [OracleProgram(page)]);
            if (label.Outcome == ProXLabelOutcome.Accepted) documents.Add(new Document(page.Id, $"{chunk.FormatPrompt()}\n{label.Program}"));
        }
        Console.WriteLine($"{documents.Count} pairs of {trained.Count} pages");
        return TrainAsync("refiner", documents, new TokenShardSink(new PairTokenizer(AnswerStart)), steps, 2e-3, baseModel, cancellationToken);
    }

    /// <summary>Refines the test pages with a model, and compares the removed lines with the noise.</summary>
    public async Task<(ProXMetrics Metrics, double GoodKept, string Usage)> RefineAsync(string model, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(Path.GetDirectoryName(model)!);
        string path = folder.Combine(name + ".gguf");
        using (TorchSharpModel trainedModel = TorchSharpModel.Load(model, TrainingDevice.Cpu))
            trainedModel.ExportGguf(path, GgufTokenizer.Bytes(), new() { Type = GgufTensorType.Float16 });
        using var client = new LocalModelClient(new()
        {
            ModelPath = path,
            ContextLength = Model.ContextLength,
            MaxSequences = MaxSequences,
            Threads = threads,
            Template = Template,
        });
        using var endpoint = new LanguageModelEndpoint(client, new EndpointOptions { MaxConcurrency = MaxSequences }, logger: NullLogger.Instance);
        using CallLedger ledger = CallLedger.Open(folder.Combine(name + "-ledger"));
        var calls = new LanguageModelCalls(endpoint, ledger);
        var stage = new ProXChunkRefiner(calls)
        {
            Template = ProXTemplate.Plain,
            Chunker = Chunker,
            Parameters = new CallParameters { Temperature = 0, MaxOutputTokens = 160 },
            Options = new ProXOptions { MaxRemovedShare = 0.9 },
        };
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Combine(name + "-work") });
        var refined = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        Corpus pages = Corpus.FromDocuments(tests.Select(page => new Document(page.Id, page.Text)));
        await foreach (Document document in pages.Pipe(stage).AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false))
            refined.Add(document.Id, [.. document.Text.Split('\n')]);
        var metrics = new ProXMetrics();
        int good = 0, kept = 0;
        foreach (NoisyPage page in tests)
        {
            HashSet<string> left = refined.GetValueOrDefault(page.Id) ?? [];
            metrics.AddLines(Ranges(page, line => !left.Contains(page.Lines[line])), Ranges(page, line => page.IsNoise[line]));
            good += page.IsNoise.Count(isNoise => !isNoise);
            kept += page.Lines.Where((line, i) => !page.IsNoise[i] && left.Contains(line)).Count();
        }
        return (metrics, kept / (double)good, calls.Report().ToString());
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<ProXLineRange> Ranges(NoisyPage page, Func<int, bool> isIn) =>
        Enumerable.Range(0, page.Lines.Count).Where(isIn).Select(line => new ProXLineRange(line, line));

    private static string OracleProgram(NoisyPage page)
    {
        IEnumerable<ProXCall> calls = Ranges(page, line => page.IsNoise[line]).Select(range => new ProXRemoveLines(range.First, range.Last));
        string program = string.Join('\n', calls);
        return program.Length > 0 ? program : new ProXNoEdit().ToString();
    }

    private async Task<string> TrainAsync(string name, IReadOnlyList<Document> documents, TokenShardSink sink, int steps, double rate, string? initial,
        CancellationToken cancellationToken)
    {
        using TokenShards tokens = TokenShardFolder.Write(folder.Combine(name + "-tokens"), documents, sink);
        var options = new TrainingOptions
        {
            Steps = steps,
            BatchRows = 4,
            PeakLearningRate = rate,
            WarmupSteps = Math.Min(50, steps / 5),
            Packing = RowPacking.BestFit,
            SeparateDocuments = true,
            Seed = 1,
            EpochWarning = 1_000,
            LossInterval = Math.Max(1, steps / 10),
            InitialModel = initial,
            CheckpointFolder = folder.Combine(name),
            Device = TrainingDevice.Cpu,
            Threads = threads,
        };
        long start = Stopwatch.GetTimestamp();
        TrainingReport report = await new TorchSharpBackend().PretrainAsync(tokens, Model, options, null, new Printer(name), cancellationToken)
            .ConfigureAwait(false);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {report.Steps} steps, {report.TokensSeen:N0} tokens in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
        return report.ModelFolder!;
    }

    private sealed class Printer(string name) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Console.Error.WriteLine($"{name}: {value}");
    }
}

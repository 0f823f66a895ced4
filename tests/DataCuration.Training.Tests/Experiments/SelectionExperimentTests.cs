using System.Text.Json;
using DataCuration.Tabular;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;
using Microsoft.Data.Analysis;

namespace DataCuration.Training.Tests.Experiments;

public sealed class SelectionExperimentTests : IDisposable
{
    private static readonly DecoderOptions Model = new() { Layers = 1, Width = 16, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 24, ContextLength = 24 };
    private static readonly TrainingOptions Options = new() { Steps = 20, BatchRows = 4, Device = TrainingDevice.Cpu, Threads = 1 };
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards cats;
    private readonly TokenShards dogs;
    private readonly TokenShards few;

    public SelectionExperimentTests()
    {
        cats = Write("cats", 160, "the cat sat on the mat. ");
        dogs = Write("dogs", 160, "a dog ran to a log. ");
        few = Write("few", 6, "the cat sat on the mat. ");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        cats.Dispose();
        dogs.Dispose();
        few.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_RelatedSelection_Wins()
    {
        SelectionExperimentReport report = await Run("e", new CountingBackend(), [new("dogs", dogs), new("cats", cats), new("cats-again", cats)]);
        Assert.Equal(["dogs-1", "dogs-2", "cats-1", "cats-2", "cats-again-1", "cats-again-2"], report.Runs.Select(run => run.Name));
        Assert.All(report.Runs, run => Assert.Equal(20 * 4 * 24, run.TokensSeen));
        ExperimentComparison won = report.Compare("cats", "dogs");
        Assert.Equal((ComparisonOutcome.Win, "animals"), (won.Outcome, won.Set));
        Assert.Equal(won.CandidateBitsPerByte - won.BaselineBitsPerByte, won.Difference.Mean, 1e-12);
        Assert.Equal(ComparisonOutcome.Loss, report.Compare("dogs", "cats").Outcome);
        // Equal tokens and seeds give equal models: no difference at all.
        ExperimentComparison tie = report.Compare("cats-again", "cats");
        Assert.Equal((ComparisonOutcome.Tie, 0.0, 0.0), (tie.Outcome, tie.Difference.Low, tie.Difference.High));
        // The strata are cells of their own: cats are learned better from cats, and dogs from dogs.
        Assert.Equal(ComparisonOutcome.Loss, report.Compare("cats", "dogs", stratum: "dog").Outcome);
        Assert.Equal((1, 0, 1), report.CountOutcomes("cats", "dogs"));
        Assert.Equal((0, 2, 0), report.CountOutcomes("cats", "cats-again"));
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task RunAsync_Differences_EqualAPlainBootstrap()
    {
        SelectionExperimentReport report = await Run("e", new CountingBackend(), [new("dogs", dogs), new("cats", cats)]);
        EvaluationSet set = HeldOut();
        DocumentEvaluation[][] candidates = ResultsOf("cats"), baselines = ResultsOf("dogs");
        double[] bits = [.. set.Documents.Select((_, i) => candidates.Average(run => run[i].Bits) - baselines.Average(run => run[i].Bits))];
        foreach (string? stratum in (string?[])[null, "cat", "dog"])
        {
            int[] own = [.. Enumerable.Range(0, bits.Length).Where(i => stratum is null || set.Documents[i].Stratum == stratum)];
            BitsPerByteDifference found = report.Compare("cats", "dogs", stratum: stratum).Difference;
            Assert.Equal(own.Sum(i => bits[i]) / own.Sum(i => set.Documents[i].Utf8Bytes), found.Mean, 1e-12);
            // Another generator and draws one document at a time: the same distribution, so nearly the same interval.
            (double low, double high) = PlainBootstrap(set, bits, own);
            double width = high - low;
            Assert.InRange(found.Low, low - (0.15 * width), low + (0.15 * width));
            Assert.InRange(found.High, high - (0.15 * width), high + (0.15 * width));
            Assert.Equal(own.Length, found.Documents);
        }

        DocumentEvaluation[][] ResultsOf(string selection) =>
            [.. report.Runs.Where(run => run.Selection == selection).Select(run => run.Evaluations["animals"].Documents.ToArray())];
    }

    [Fact]
    public async Task RunAsync_Stopped_TrainsOnlyWhatIsMissing()
    {
        SelectionExperimentReport whole = await Run("whole", new CountingBackend(), [new("dogs", dogs), new("cats", cats)]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = new CountingBackend { OnStart = options => CancelAt(options, "cats-1", stop) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("e", first, [new("dogs", dogs), new("cats", cats)], token: stop.Token));
        Assert.Equal(["dogs-1"], first.Trained.Select(NameOf));
        Assert.False(File.Exists(folder.Combine("e/report.md")));

        var second = new CountingBackend();
        SelectionExperimentReport resumed = await Run("e", second, [new("dogs", dogs), new("cats", cats)]);
        Assert.Equal(["cats-1", "dogs-2", "cats-2"], second.Trained.Select(NameOf));
        Assert.Equal([true, false, false, false], resumed.Runs.Select(run => run.WasFinished));
        Assert.Equal(whole.ToJson(), resumed.ToJson());
        Assert.Equal(whole.ToMarkdown(), await File.ReadAllTextAsync(folder.Combine("e/report.md"), Cancellation));

        // One more seed and one more selection: only their runs.
        var third = new CountingBackend();
        await Run("e", third, [new("dogs", dogs), new("cats", cats), new("few", few)], experiment => Copy(experiment, seeds: [1, 2, 7], passes: 100));
        Assert.Equal(["few-1", "few-2", "dogs-7", "cats-7", "few-7"], third.Trained.Select(NameOf));
    }

    [Fact]
    public async Task RunAsync_ParallelRuns_GivesTheSameReport()
    {
        SelectionExperimentReport one = await Run("one", new CountingBackend(), [new("dogs", dogs), new("cats", cats)]);
        SelectionExperimentReport three = await Run("three", new CountingBackend(), [new("dogs", dogs), new("cats", cats)],
            experiment => Copy(experiment, parallel: 3));
        Assert.Equal(one.ToJson(), three.ToJson());
        Assert.Equal(one.ToMarkdown(), three.ToMarkdown());
    }

    [Fact]
    public async Task RunAsync_ChangedOption_IsRefusedByNameOrMadeAgain()
    {
        ExperimentSelection[] selections = [new("dogs", dogs), new("cats", cats)];
        await Run("e", new CountingBackend(), selections);
        TrainingOptions changed = Options with { PeakLearningRate = 0.5 };
        ResumeMismatchException e = await Assert.ThrowsAsync<ResumeMismatchException>(() =>
            Run("e", new CountingBackend(), selections, experiment => Copy(experiment, training: changed)));
        Assert.Contains("training.PeakLearningRate: 0.003 before, 0.5 now", e.Message, StringComparison.Ordinal);
        Assert.Contains("dogs-1", e.Message, StringComparison.Ordinal);
        var again = new CountingBackend();
        await Run("e", again, selections, experiment => Copy(experiment, training: changed, changed: WhenChanged.Remake));
        Assert.Equal(4, again.Trained.Count);

        // Other tokens under the same name.
        e = await Assert.ThrowsAsync<ResumeMismatchException>(() => Run("e", new CountingBackend(), [new("dogs", dogs), new("cats", few)],
            experiment => Copy(experiment, training: changed, passes: 100)));
        Assert.Contains("tokens.0.content", e.Message, StringComparison.Ordinal);
        Assert.Contains("cats-1", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The model of an earlier run is replaced as soon as its training starts anew, so the run must not be found again.</summary>
    [Fact]
    public async Task RunAsync_StoppedWhileARunIsMadeAgain_DoesNotFindTheEarlierOne()
    {
        ExperimentSelection[] selections = [new("cats", cats)];
        await Run("e", new CountingBackend(), selections, experiment => Copy(experiment, seeds: [1]));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var stopped = new CountingBackend { OnStart = _ => stop.Cancel() };
        TrainingOptions changed = Options with { PeakLearningRate = 0.5 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("e", stopped, selections,
            experiment => Copy(experiment, seeds: [1], training: changed, changed: WhenChanged.Remake), stop.Token));
        var again = new CountingBackend();
        SelectionExperimentReport report = await Run("e", again, selections, experiment => Copy(experiment, seeds: [1]));
        Assert.False(report.Runs[0].WasFinished);
        Assert.Single(again.Trained);
    }

    [Fact]
    public async Task RunAsync_TooFewTokens_SaysSoOrRepeatsThemWithTheirCount()
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Run("e", new CountingBackend(), [new("dogs", dogs), new("few", few)]));
        Assert.Contains($"'few-1' has {few.TokenCount:N0} tokens", e.Message, StringComparison.Ordinal);
        Assert.Contains("MaxPasses is 4", e.Message, StringComparison.Ordinal);
        SelectionExperimentReport report = await Run("repeated", new CountingBackend(), [new("dogs", dogs), new("few", few)],
            experiment => Copy(experiment, passes: 100));
        ExperimentRun repeated = report.Runs.First(run => run.Selection == "few");
        Assert.InRange(repeated.Passes, 1920.0 / few.TokenCount, 1920.0 / (few.TokenCount - 24));
        Assert.Equal(1920, repeated.TokensSeen);
        Assert.Contains(report.Warnings,
            warning => warning.StartsWith("few-1: ", StringComparison.Ordinal) && warning.Contains("times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_SelectionMadeForEachSeed_IsDisposedAfterItsTraining()
    {
        var made = new List<(ulong Seed, TokenShards Shards)>();
        var drawn = new ExperimentSelection("drawn", (seed, _) =>
        {
            TokenShards shards = TokenShards.Open(seed == 1 ? cats.Folder : dogs.Folder);
            made.Add((seed, shards));
            return Task.FromResult<TokenMixture>(shards);
        });
        SelectionExperimentReport report = await Run("e", new CountingBackend(), [new("dogs", dogs), drawn]);
        Assert.Equal([1UL, 2UL], made.Select(one => one.Seed));
        Assert.All(made, one => Assert.Throws<ObjectDisposedException>(() => one.Shards.GetTokens(0)));
        Assert.Equal(ComparisonOutcome.Win, report.Compare("drawn", "dogs", seed: 1).Outcome);
        Assert.Equal(ComparisonOutcome.Tie, report.Compare("drawn", "dogs", seed: 2).Outcome);
    }

    [Fact]
    public async Task RunAsync_EditedLosses_AreNotUsed()
    {
        await Run("e", new CountingBackend(), [new("dogs", dogs)]);
        string path = folder.Combine("e/runs/dogs-1/documents.jsonl");
        string[] lines = await File.ReadAllLinesAsync(path, Cancellation);
        using (JsonDocument line = JsonDocument.Parse(lines[0]))
            Assert.Equal(("animals", "cat0", "cat"), (line.RootElement.GetProperty("Set").GetString(), line.RootElement.GetProperty("Id").GetString(),
                line.RootElement.GetProperty("Stratum").GetString()));
        await File.WriteAllLinesAsync(path, lines.Skip(1), Cancellation);
        InvalidDataException e = await Assert.ThrowsAsync<InvalidDataException>(() => Run("e", new CountingBackend(), [new("dogs", dogs)]));
        Assert.Contains("was changed after the run", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FailingTraining_StopsTheOthersAndIsThrown()
    {
        var backend = new CountingBackend
        {
            OnStart = options =>
            {
                if (NameOf(options) == "cats-1") throw new IOException("the disk is full");
            },
        };
        IOException e = await Assert.ThrowsAsync<IOException>(() => Run("e", backend, [new("dogs", dogs), new("cats", cats)]));
        Assert.Equal("the disk is full", e.Message);
    }

    [Fact]
    public async Task RunAsync_OptionsThatDoNotFit_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Run("e", new CountingBackend(), []));
        await Assert.ThrowsAsync<ArgumentException>(() => Run("e", new CountingBackend(), [new("a", cats), new("A", dogs)]));
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => Run("e", new CountingBackend(), [new("a", cats)],
            experiment => Copy(experiment, training: Options with { Patience = 2, EvaluationInterval = 1 })));
        Assert.Contains("equal tokens", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ExperimentSelection("a/b", cats));
        Assert.Throws<ArgumentException>(() => new ExperimentSelection("..", cats));
    }

    [Fact]
    public async Task RunAsync_TorchSharpStopped_ResumesToTheSameBits()
    {
        var backend = new TorchSharpBackend();
        SelectionExperimentReport whole = await Run("whole", backend, [new("cats", cats)], Small);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reported = new List<ExperimentProgress>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run("e", backend, [new("cats", cats)], Small, stop.Token, new Reporter(value =>
        {
            reported.Add(value);
            if (value.Training?.Step == 3) stop.Cancel();
        })));
        Assert.Contains("cats-1: step ", reported[0].ToString(), StringComparison.Ordinal);
        SelectionExperimentReport resumed = await Run("e", backend, [new("cats", cats)], Small);
        Assert.Equal(whole.Runs[0].Evaluations["animals"].Documents, resumed.Runs[0].Evaluations["animals"].Documents);
        using TorchSharpModel model = TorchSharpModel.Load(resumed.Runs[0].ModelFolder!, TrainingDevice.Cpu);
        Assert.Equal(6, model.Step);

        static SelectionExperiment Small(SelectionExperiment experiment) =>
            Copy(experiment, seeds: [1], training: Options with { Steps = 6, LossInterval = 1 });
    }

    [Fact]
    public async Task ToComparisonTable_AsDataFrame_HasTypedColumns()
    {
        SelectionExperimentReport report = await Run("e", new CountingBackend(), [new("dogs", dogs), new("cats", cats)]);
        ExperimentTable comparisons = report.ToComparisonTable(), runs = report.ToRunTable();
        DataFrame frame = TabularFrame.From(comparisons.Columns, comparisons.Rows);
        Assert.Equal(5, frame.Rows.Count); // over the seeds, for two seeds, for two strata
        Assert.Equal(report.Compare("cats", "dogs").Difference.Mean, Assert.IsType<DoubleDataFrameColumn>(frame["difference"])[0]);
        Assert.Equal("win", frame["outcome"][0]);
        Assert.Equal(4, TabularFrame.From(runs.Columns, runs.Rows).Rows.Count);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(5, json.RootElement.GetProperty("comparisons").GetArrayLength());
        Assert.Contains("| cats | dogs | 1 (50.0 %) |", report.ToMarkdown(), StringComparison.Ordinal);
    }

    private static (double Low, double High) PlainBootstrap(EvaluationSet set, double[] bits, int[] own)
    {
        const int Count = 4_000;
        var random = new SeededRandom(99);
        string?[] strata = [.. own.Select(i => set.Documents[i].Stratum)];
        var drawn = new List<double>();
        for (int resample = 0; resample < Count; resample++)
        {
            double sum = 0, bytes = 0;
            foreach (string? stratum in strata)
            {
                int[] group = [.. own.Where(i => set.Documents[i].Stratum == stratum)];
                int i = group[random.NextInt64(group.Length)];
                sum += bits[i];
                bytes += set.Documents[i].Utf8Bytes;
            }
            drawn.Add(sum / bytes);
        }
        drawn.Sort();
        return (drawn[Count / 40], drawn[Count - (Count / 40)]);
    }

    private static void CancelAt(TrainingOptions options, string name, CancellationTokenSource stop)
    {
        if (NameOf(options) == name) stop.Cancel();
    }

    private static string NameOf(TrainingOptions options) => Path.GetFileName(Path.GetDirectoryName(options.CheckpointFolder)!);

    private static SelectionExperiment Copy(SelectionExperiment from, IReadOnlyList<ulong>? seeds = null, TrainingOptions? training = null,
        double? passes = null, int? parallel = null, WhenChanged? changed = null) => new(from.Backend)
        {
            Folder = from.Folder,
            Model = from.Model,
            Training = training ?? from.Training,
            Seeds = seeds ?? from.Seeds,
            MaxPasses = passes ?? from.MaxPasses,
            ParallelRuns = parallel ?? from.ParallelRuns,
            WhenChanged = changed ?? from.WhenChanged,
        };

    private Task<SelectionExperimentReport> Run(string name, IPretrainingBackend backend, IReadOnlyList<ExperimentSelection> selections,
        Func<SelectionExperiment, SelectionExperiment>? change = null, CancellationToken? token = null, IProgress<ExperimentProgress>? progress = null)
    {
        var experiment = new SelectionExperiment(backend) { Folder = folder.Combine(name), Model = Model, Training = Options, Seeds = [1, 2] };
        if (change is not null) experiment = change(experiment);
        return experiment.RunAsync(selections, new EvaluationSets(("animals", HeldOut())), progress, token ?? Cancellation);
    }

    private static EvaluationSet HeldOut()
    {
        var kind = new AnnotationKey<string>("kind");
        return EvaluationSet.FromDocuments(Enumerable.Range(0, 60).Select(i => i < 45
            ? new Document($"cat{i}", $"the mat of cat {i} is on the {(i % 3 == 0 ? "log" : "mat")}").With(kind, "cat")
            : new Document($"dog{i}", $"a dog ran {i} times to a log").With(kind, "dog")), ByteTokenEncoder.Instance, "kind");
    }

    private TokenShards Write(string name, int documents, string text) => TokenShardFolder.WriteTexts(folder.Combine(name),
        Enumerable.Range(0, documents).Select(i => $"{i} " + string.Concat(Enumerable.Repeat(text, 1 + (i % 3)))));

    private sealed class Reporter(Action<ExperimentProgress> report) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => report(value);
    }
}

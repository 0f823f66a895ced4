using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>Trainings with the options of pretraining: packed documents, masks, phases, Muon, several evaluation sets.</summary>
public sealed class PretrainingTests : IDisposable
{
    private static readonly DecoderOptions Model = new() { Layers = 2, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };
    private static readonly TrainingOptions Options = new()
    {
        Steps = 7,
        BatchRows = 2,
        GradientAccumulation = 2,
        WarmupSteps = 2,
        LossInterval = 1,
        Seed = 5,
        Device = TrainingDevice.Cpu,
        Threads = 1,
        Packing = RowPacking.BestFit,
        SeparateDocuments = true,
        Optimizer = OptimizerKind.Muon,
        Decay = LearningRateDecay.WarmupStableDecay,
    };

    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;
    private readonly TokenShards conditioned;
    private readonly TorchSharpBackend backend = new();

    public PretrainingTests()
    {
        tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"),
            Enumerable.Range(0, 60).Select(i => string.Concat(Enumerable.Repeat(i % 2 == 0 ? "the cat sat. " : "a dog ran. ", 1 + i % 4))), shards: 2);
        conditioned = TokenShardFolder.Write(folder.Combine("conditioned"), [.. Enumerable.Range(0, 30).Select(i =>
            new Document($"c{i}", "a page about cats").With(WellKnownAnnotations.Url, $"https://h{i}.org/"))],
            new TokenShardSink(new MetadataTokenizer(ByteTokenEncoder.Instance)));
    }

    public void Dispose()
    {
        tokens.Dispose();
        conditioned.Dispose();
        folder.Dispose();
    }

    private TokenMixture Mixture => new(new WeightedTokenShards { Shards = conditioned }, new WeightedTokenShards { Shards = tokens })
    {
        Phases = [new() { Until = 0.6, Weights = [2, 1] }, new() { Until = 1, Weights = [0, 1] }],
    };

    [Fact]
    public async Task PretrainAsync_StoppedAtAnyStep_ResumesToTheSameBits()
    {
        TrainingReport whole = await Train(Options with { CheckpointFolder = folder.Combine("whole") });
        Assert.Equal(whole.Losses, (await Train(Options)).Losses);
        Assert.Equal(whole.TokensSeen, whole.Sources.Sum(source => source.TokensSeen));
        Assert.True(whole.TokensSeen < 7 * 4 * 24, "some places of rows are empty");
        for (int stop = 1; stop < 7; stop++)
        {
            TrainingOptions options = Options with { CheckpointFolder = folder.Combine($"stopped{stop}") };
            using var cancellation = new CancellationTokenSource();
            int at = stop;
            var reporter = new Reporter(progress => { if (progress.Step == at) cancellation.Cancel(); });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(options, null, reporter, cancellation.Token));
            TrainingReport resumed = await Train(options);
            Assert.Equal(stop, resumed.ResumedFrom);
            Assert.Equal(whole.Losses, resumed.Losses);
            Assert.Equal(whole.Sources, resumed.Sources);
            foreach (string file in (string[])["model.safetensors", "optimizer.safetensors", "manifest.json"])
                Assert.Equal(File.ReadAllBytes(Path.Combine(whole.ModelFolder!, file)), File.ReadAllBytes(Path.Combine(resumed.ModelFolder!, file)));
        }
    }

    [Fact]
    public async Task PretrainAsync_Recomputing_HasTheSameLosses() =>
        Assert.Equal((await Train(Options)).Losses, (await Train(Options with { RecomputeActivations = true })).Losses);

    [Fact]
    public async Task PretrainAsync_MaskedRows_AccumulationEqualsOneLargeBatch()
    {
        TrainingReport split = await Train(Options with { Steps = 3 });
        TrainingReport whole = await Train(Options with { Steps = 3, BatchRows = 4, GradientAccumulation = 1 });
        for (int i = 0; i < 3; i++) Assert.Equal(whole.Losses[i].Loss, split.Losses[i].Loss, 1e-4);
    }

    [Fact]
    public async Task PretrainAsync_ToyCorpus_EachOptimizerLearns()
    {
        foreach (OptimizerKind optimizer in Enum.GetValues<OptimizerKind>())
        {
            TrainingReport report = await backend.PretrainAsync(tokens, Model, Options with { Steps = 40, Optimizer = optimizer, PeakLearningRate = 0.01 },
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(report.Losses[^1].Loss < 2.5, $"{optimizer}: loss {report.Losses[^1].Loss}, at first about ln 257 = 5.5");
        }
    }

    [Fact]
    public async Task PretrainAsync_LearningRateFarTooHigh_NamesStepRowsAndDocuments()
    {
        TrainingOptions options = Options with { PeakLearningRate = 1e30, WarmupSteps = 0, LossInterval = 100 };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Train(options));
        Assert.Matches(@"at step \d the (loss|gradient) is not finite \((NaN|-?Infinity)\) in the batch of rows \d+ to \d+ \(row \d+ from '", error.Message);
        Assert.Matches(@"document \d+ from token \d+ \([cd]\d+\)", error.Message);
    }

    [Fact]
    public async Task PretrainAsync_KeepCheckpoints_KeepsTheLastOnes()
    {
        TrainingOptions options = Options with { CheckpointInterval = 1, KeepCheckpoints = 3, CheckpointFolder = folder.Combine("model") };
        TrainingReport report = await Train(options);
        Assert.Equal(["step-000000005", "step-000000006", "step-000000007"], Checkpoints());
        Assert.EndsWith("step-000000007", report.ModelFolder, StringComparison.Ordinal);
        // A training that replaces another one deletes all of its checkpoints.
        await Train(options with { Seed = 9, Steps = 2, WhenChanged = WhenChanged.Remake });
        Assert.Equal(["step-000000001", "step-000000002"], Checkpoints());

        IEnumerable<string?> Checkpoints() => Directory.GetDirectories(folder.Combine("model")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task PretrainAsync_Patience_StopsAndKeepsTheBest()
    {
        // The rate is so high that the evaluation soon gets worse.
        TrainingOptions options = Options with
        {
            Steps = 200,
            EvaluationInterval = 1,
            Patience = 3,
            PeakLearningRate = 0.5,
            Optimizer = OptimizerKind.AdamW,
            CheckpointFolder = folder.Combine("model"),
        };
        TrainingReport report = await Train(options, Sets());
        Assert.True(report.StoppedEarly);
        Assert.InRange(report.Steps, 4, 100);
        TrainingEvaluation[] books = [.. report.Evaluations.Where(evaluation => evaluation.Set == "books")];
        TrainingEvaluation best = books.MinBy(evaluation => evaluation.BitsPerByte)!;
        Assert.Equal(report.Steps - 3, best.Step);
        Assert.Equal(best.Step, CheckpointFolder.ReadManifest(report.BestModelFolder!).Step);
        Assert.Equal(report.Steps, CheckpointFolder.ReadManifest(report.ModelFolder!).Step);
        TrainingReport again = await Train(options, Sets());
        Assert.Equal((report.Steps, report.Steps, true), (again.Steps, again.ResumedFrom, again.StoppedEarly));
        await Assert.ThrowsAsync<ArgumentException>(() => Train(options with { EvaluationInterval = 0 }, Sets()));
    }

    [Fact]
    public async Task PretrainAsync_SeveralEvaluationSets_AreAllEvaluated()
    {
        var reported = new List<TrainingProgress>();
        TrainingReport report = await Train(Options with { EvaluationInterval = 3 }, Sets(), new Reporter(reported.Add));
        Assert.Equal(["3 books", "3 code", "6 books", "6 code", "7 books", "7 code"], report.Evaluations.Select(one => $"{one.Step} {one.Set}"));
        Assert.Equal(["books", "code"], report.FinalEvaluations.Keys);
        Assert.Same(report.FinalEvaluations["books"], report.FinalEvaluation);
        Assert.Equal(report.FinalEvaluations["code"].BitsPerByte, report.Evaluations[^1].BitsPerByte);
        Assert.Equal(6, reported.Count(progress => progress.Evaluation is not null));
        Assert.Matches(@"^step 7 of 7, loss \d\.\d{3}, [\d,]+ tokens/s, 0:00:00 left, code \d+\.\d{3} bits/byte$", reported[^1].ToString());
        Assert.Throws<ArgumentException>(() => new EvaluationSets(("a", Set("x")), ("a", Set("y"))));
        Assert.Throws<ArgumentException>(() => new EvaluationSets());
    }

    [Fact]
    public async Task PretrainAsync_LogFolder_HasEachStepOnceAfterAResume()
    {
        TrainingOptions options = Options with
        {
            LogFolder = folder.Combine("log"),
            CheckpointFolder = folder.Combine("model"),
            CheckpointInterval = 3,
            EpochWarning = 0.2,
        };
        var killer = new Reporter(progress => { if (progress.Step == 5) throw new IOException("killed"); });
        await Assert.ThrowsAsync<IOException>(() => Train(options, Sets(), killer));
        TrainingReport report = await Train(options, Sets());
        Assert.Equal(3, report.ResumedFrom);
        string[] lines = File.ReadAllLines(Path.Combine(folder.Combine("log"), TrainingLog.FileName));
        Assert.Equal(Enumerable.Range(1, 7), lines.Where(line => line.Contains("\"loss\"", StringComparison.Ordinal))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32()));
        Assert.Equal(2, lines.Count(line => line.Contains("\"evaluation\"", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("\"warning\"", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.Contains(conditioned.Folder, StringComparison.Ordinal));
        Assert.Empty((await Train(Options with { Steps = 1, EpochWarning = 1_000 })).Warnings);
        Assert.Equal(2, Directory.GetFiles(folder.Combine("log"), "*tfevents*").Length);
    }

    [Fact]
    public async Task PretrainAsync_InitialModel_StartsFromItsParameters()
    {
        TrainingReport first = await Train(Options with { CheckpointFolder = folder.Combine("first") });
        using TorchSharpModel model = TorchSharpModel.Load(first.ModelFolder!, TrainingDevice.Cpu);
        model.SaveHuggingFace(folder.Combine("hf"));
        TrainingOptions second = Options with { Steps = 2, Seed = 11 };
        TrainingReport scratch = await Train(second);
        TrainingReport fromCheckpoint = await Train(second with { InitialModel = folder.Combine("first") });
        TrainingReport fromFiles = await Train(second with { InitialModel = folder.Combine("hf") });
        Assert.True(fromCheckpoint.Losses[0].Loss < scratch.Losses[0].Loss - 0.5);
        Assert.Equal(fromCheckpoint.Losses, fromFiles.Losses);
        string message = (await Assert.ThrowsAsync<ArgumentException>(() => backend.PretrainAsync(tokens, Model with { FeedForwardWidth = 50 },
            second with { InitialModel = folder.Combine("first") }))).Message;
        Assert.Contains("layers.0.feed_forward.gate_up [96, 32]", message, StringComparison.Ordinal);
        // The initial model is part of a checkpoint's identity.
        TrainingOptions saved = second with { CheckpointFolder = folder.Combine("second") };
        await Train(saved with { InitialModel = folder.Combine("first") });
        Assert.Contains("initial_model", (await Assert.ThrowsAsync<CheckpointException>(() => Train(saved))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PretrainInStagesAsync_TwoStages_ContinueAndResume()
    {
        TrainingStage[] stages =
        [
            new() { Name = "general", Tokens = tokens, Options = Options with { Steps = 4 } },
            new() { Name = "domain", Tokens = conditioned, Options = Options with { Steps = 3, PeakLearningRate = 1e-3 } },
        ];
        IReadOnlyList<TrainingReport> reports = await backend.PretrainInStagesAsync(stages, Model, folder.Combine("stages"), Sets(),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([4, 3], reports.Select(report => report.Steps));
        Assert.Equal(folder.Combine("stages", "domain"), Path.GetDirectoryName(reports[1].ModelFolder));
        TrainingReport alone = await backend.PretrainAsync(conditioned, Model, stages[1].Options with { InitialModel = reports[0].ModelFolder }, Sets(),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(alone.Losses, reports[1].Losses);
        IReadOnlyList<TrainingReport> again = await backend.PretrainInStagesAsync(stages, Model, folder.Combine("stages"), Sets(),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([4, 3], again.Select(report => report.ResumedFrom));
        Assert.Equal(reports[1].Losses, again[1].Losses);
    }

    private static EvaluationSets Sets() => new(("books", Set("the cat sat")), ("code", Set("x = y + 1;")));

    private static EvaluationSet Set(string text) => EvaluationSet.FromDocuments([new("d", text)], ByteTokenEncoder.Instance);

    private Task<TrainingReport> Train(TrainingOptions options, EvaluationSets? evaluation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        backend.PretrainAsync(Mixture, Model, options, evaluation, progress, cancellationToken);

    /// <summary>Reports on the training's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>Trainings that are made longer, or that start from a model with other settings.</summary>
public sealed class ProlongedTrainingTests : IDisposable
{
    private static readonly DecoderOptions Model = new() { Layers = 1, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };

    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;
    private readonly TokenShards others;

    public ProlongedTrainingTests()
    {
        tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"), Enumerable.Range(0, 40).Select(i => $"the cat number {i} sat on the mat."));
        others = TokenShardFolder.WriteTexts(folder.Combine("others"), Enumerable.Range(0, 40).Select(i => $"a dog ran {i} miles."));
    }

    public void Dispose()
    {
        tokens.Dispose();
        others.Dispose();
        folder.Dispose();
    }

    private TrainingOptions Options => new()
    {
        Steps = 10,
        BatchRows = 2,
        WarmupSteps = 2,
        LossInterval = 1,
        Seed = 5,
        Device = TrainingDevice.Cpu,
        Threads = 1,
        Decay = LearningRateDecay.WarmupStableDecay,
        CheckpointFolder = folder.Combine("model"),
    };

    [Fact]
    public async Task PretrainAsync_FinishedTrainingWithMoreSteps_HasTheBitsOfThePlannedOne()
    {
        TrainingOptions longer = Options with { Steps = 20 };
        TrainingReport planned = await Train(longer with { CheckpointFolder = null });
        TrainingReport first = await Train(Options);
        // The last checkpoint, and the one before the decay.
        Assert.Equal([8, 10], Steps());
        TrainingReport prolonged = await Train(longer);
        Assert.Equal((8, 20), (prolonged.ResumedFrom, prolonged.Steps));
        Assert.Equal(planned.Losses, prolonged.Losses);
        Assert.NotEqual(first.Losses[^1], prolonged.Losses[9]);
        Assert.Equal([16, 20], Steps());
        Assert.Equal(20, (await Train(longer)).ResumedFrom);
    }

    [Fact]
    public async Task PretrainAsync_CheckpointsOfTheDecay_ArePassedOver()
    {
        await Train(Options with { CheckpointInterval = 1, KeepCheckpoints = 4 });
        Assert.Equal([7, 8, 9, 10], Steps());
        // A shorter training decays from step 8 on: its steps are the same up to there.
        Assert.Equal(7, (await Train(Options with { Steps = 9 })).ResumedFrom);
    }

    [Fact]
    public async Task PretrainAsync_CosineWithMoreSteps_IsRefusedWithTheReason()
    {
        TrainingOptions options = Options with { Decay = LearningRateDecay.Cosine };
        await Train(options);
        string message = (await Assert.ThrowsAsync<CheckpointException>(() => Train(options with { Steps = 20 }))).Message;
        Assert.Contains("option Steps: 10 before, 20 now", message, StringComparison.Ordinal);
        Assert.Contains("the steps that are the same, here the first 2; this one has made 10", message, StringComparison.Ordinal);
        // More than the steps differs: nothing can be continued.
        message = (await Assert.ThrowsAsync<CheckpointException>(() => Train(options with { Steps = 20, Seed = 6 }))).Message;
        Assert.DoesNotContain("steps that are the same", message, StringComparison.Ordinal);
    }

    /// <summary>A phase ends at a share of the rows, so that a longer training reads other rows after the first phase of the shorter one.</summary>
    [Fact]
    public async Task PretrainAsync_MixtureWithPhases_ContinuesFromItsFirstPhase()
    {
        TokenMixture mixture = new(new WeightedTokenShards { Shards = tokens }, new WeightedTokenShards { Shards = others })
        {
            Phases = [new() { Until = 0.5, Weights = [2, 1] }, new() { Until = 1, Weights = [0, 1] }],
        };
        TrainingReport planned = await Train(Options with { Steps = 20, CheckpointFolder = null }, mixture);
        await Train(Options with { CheckpointInterval = 1, KeepCheckpoints = 10 }, mixture);
        TrainingReport prolonged = await Train(Options with { Steps = 20 }, mixture);
        Assert.Equal(5, prolonged.ResumedFrom);
        Assert.Equal(planned.Losses, prolonged.Losses);
    }

    [Fact]
    public async Task PretrainAsync_CheckpointBeforeTheFirstStep_IsNotThatOfAnotherTraining()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(Options, cancellationToken: stop.Token));
        if (Directory.Exists(folder.Combine("model")))
            await Assert.ThrowsAsync<CheckpointException>(() => Train(Options with { Seed = 6 }));
    }

    /// <summary>The shapes are those of the initial model, and the numbers that it would compute are not.</summary>
    [Fact]
    public async Task PretrainAsync_InitialModelWithOtherHeadsOrEpsilon_NamesBothValues()
    {
        TrainingReport first = await Train(Options);
        TrainingOptions next = Options with { CheckpointFolder = null, InitialModel = first.ModelFolder, Steps = 1 };
        Assert.Contains("has Heads 2, and the model to train 4",
            await Refusal(Model with { Heads = 4, KeyValueHeads = 2, HeadWidth = 8 }), StringComparison.Ordinal);
        Assert.Contains("has NormEpsilon 1E-05, and the model to train 1E-06", await Refusal(Model with { NormEpsilon = 1e-6 }), StringComparison.Ordinal);
        using (TorchSharpModel model = TorchSharpModel.Load(first.ModelFolder!, TrainingDevice.Cpu)) model.SaveHuggingFace(folder.Combine("hf"));
        next = next with { InitialModel = folder.Combine("hf") };
        Assert.Contains("has NormEpsilon", await Refusal(Model with { NormEpsilon = 1e-6 }), StringComparison.Ordinal);

        TrainingReport same = await Train(next), farther = await Train(next, model: Model with { RopeTheta = 500_000, ContextLength = 32 });
        Assert.Empty(same.Warnings);
        Assert.Contains("has RopeTheta 10000, and the model to train 500000.", Assert.Single(farther.Warnings), StringComparison.Ordinal);

        async Task<string> Refusal(DecoderOptions model) => (await Assert.ThrowsAsync<ArgumentException>(() => Train(next, model: model))).Message;
    }

    [Fact]
    public async Task PretrainInStagesAsync_StageWithPatience_ContinuesFromItsBestModel()
    {
        TrainingStage[] stages =
        [
            new()
            {
                Name = "general",
                Tokens = tokens,
                Options = Options with { Steps = 100, EvaluationInterval = 1, Patience = 3, PeakLearningRate = 0.5 },
            },
            new() { Name = "domain", Tokens = others, Options = Options with { Steps = 2 } },
        ];
        var sets = new EvaluationSets(("books", EvaluationSet.FromDocuments([new("d", "the cat sat")], ByteTokenEncoder.Instance)));
        var backend = new TorchSharpBackend();
        IReadOnlyList<TrainingReport> reports = await backend.PretrainInStagesAsync(stages, Model, folder.Combine("stages"), sets);
        Assert.NotEqual(reports[0].ModelFolder, reports[0].BestModelFolder);
        TrainingReport alone = await backend.PretrainAsync(others, Model,
            stages[1].Options with { CheckpointFolder = null, InitialModel = reports[0].BestModelFolder }, sets);
        Assert.Equal(alone.Losses, reports[1].Losses);
    }

    private int[] Steps() => [.. Directory.GetDirectories(folder.Combine("model")).Select(path => int.Parse(Path.GetFileName(path).AsSpan(5),
        System.Globalization.CultureInfo.InvariantCulture)).Order()];

    private Task<TrainingReport> Train(TrainingOptions options, TokenMixture? mixture = null, DecoderOptions? model = null,
        CancellationToken cancellationToken = default) =>
        new TorchSharpBackend().PretrainAsync(mixture ?? tokens, model ?? Model, options, cancellationToken: cancellationToken);
}

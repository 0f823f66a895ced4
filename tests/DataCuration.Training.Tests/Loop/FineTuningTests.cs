using DataCuration.Models;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

/// <summary>Trainings from an initial model: adapters and distillation.</summary>
public sealed class FineTuningTests(FineTuningTests.Beginning beginning) : IClassFixture<FineTuningTests.Beginning>, IDisposable
{
    private static readonly DecoderOptions Model = new() { Layers = 2, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };
    private static readonly TrainingOptions Options = new()
    {
        Steps = 5,
        BatchRows = 2,
        GradientAccumulation = 2,
        WarmupSteps = 1,
        LossInterval = 1,
        Seed = 5,
        Device = TrainingDevice.Cpu,
        Threads = 1,
        SeparateDocuments = true,
        PeakLearningRate = 0.01,
    };
    private static readonly LoraOptions Lora = new() { Rank = 2, Alpha = 4, Dropout = 0.1, Targets = LoraTargets.Attention | LoraTargets.Up };

    private readonly TemporaryFolder folder = new();
    private readonly TorchSharpBackend backend = new();
    private readonly TokenShards tokens = beginning.Tokens;
    private readonly string start = beginning.Model;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task PretrainAsync_Lora_StoppedAndRecomputing_HasTheSameBits()
    {
        TrainingOptions options = Options with { InitialModel = start, Lora = Lora };
        TrainingReport whole = await Train(options with { CheckpointFolder = folder.Combine("whole") });
        Assert.Equal(whole.Losses, (await Train(options with { RecomputeActivations = true })).Losses);
        for (int stop = 1; stop < 5; stop += 3)
        {
            TrainingOptions stopped = options with { CheckpointFolder = folder.Combine($"stopped{stop}") };
            using var cancellation = new CancellationTokenSource();
            int at = stop;
            var reporter = new Reporter(progress => { if (progress.Step == at) cancellation.Cancel(); });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(stopped, null, reporter, cancellation.Token));
            TrainingReport resumed = await Train(stopped);
            Assert.Equal(stop, resumed.ResumedFrom);
            Assert.Equal(whole.Losses, resumed.Losses);
            foreach (string file in (string[])["model.safetensors", "adapter.safetensors", "optimizer.safetensors", "manifest.json"])
                Assert.Equal(File.ReadAllBytes(Path.Combine(whole.ModelFolder!, file)), File.ReadAllBytes(Path.Combine(resumed.ModelFolder!, file)));
        }
        Assert.Contains("option lora.Rank: 2 before, 3 now", (await Assert.ThrowsAsync<CheckpointException>(
            () => Train(options with { CheckpointFolder = folder.Combine("whole"), Lora = Lora with { Rank = 3 } }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_DamagedAdapter_KeepsNeitherMemoryNorFile()
    {
        TrainingReport report = await Train(Options with { InitialModel = start, Lora = Lora, CheckpointFolder = folder.Combine("damaged") });
        string file = Path.Combine(report.ModelFolder!, "adapter.safetensors");
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [.. whole[..^1], (byte)(whole[^1] ^ 1)]);
        long before = Live();
        Assert.Throws<CheckpointException>(() => TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu));
        Assert.Equal(before, Live());
        using (var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) alone.Write(whole);
        TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu).Dispose();
        Assert.Equal(before, Live());

        // Tensors that this thread made, and that are not freed.
        static long Live() => global::TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    }

    [Fact]
    public async Task PretrainAsync_Lora_TrainsFewParametersAndFreezesTheBase()
    {
        TrainingReport report = await Train(Options with { InitialModel = start, Lora = Lora with { Dropout = 0 }, CheckpointFolder = folder.Combine("lora") });
        // Two layers; queries, keys, values, outputs and up projections with rank 2.
        Assert.Equal(2 * 2 * (32 + 32 + 32 + 16 + 32 + 16 + 32 + 32 + 32 + 48), report.TrainedParameterCount);
        Assert.True(report.TrainedParameterCount < report.ParameterCount / 10);
        TrainingReport full = await Train(Options with { InitialModel = start });
        Assert.Equal(full.ParameterCount, full.TrainedParameterCount);
        Assert.Equal(full.Losses[0].Loss, report.Losses[0].Loss, 1e-6); // the first step has the base's loss

        using TorchSharpModel model = TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu), before = TorchSharpModel.Load(start, TrainingDevice.Cpu);
        Assert.True(Bits(model) < Bits(before));
        before.SaveHuggingFace(folder.Combine("base"));
        model.SaveHuggingFace(folder.Combine("merged"));
        using HuggingFaceFolder baseFiles = HuggingFaceFolder.Open(folder.Combine("base")), merged = HuggingFaceFolder.Open(folder.Combine("merged"));
        for (int i = 0; i < baseFiles.Tensors.Count; i++)
        {
            bool isAdapted = (string[])["q_proj", "k_proj", "v_proj", "o_proj", "up_proj"] is var names
                && names.Any(name => baseFiles.Tensors[i].Name.Contains(name, StringComparison.Ordinal));
            Assert.Equal(!isAdapted, baseFiles.Tensors[i].ToArray().SequenceEqual(merged.Tensors[i].ToArray()));
        }

        // The adapter alone, on the base, is the merged model within rounding.
        model.SaveAdapter(folder.Combine("adapter"), "base");
        using TorchSharpModel adapted = TorchSharpModel.LoadWithAdapter(folder.Combine("base"), folder.Combine("adapter"), TrainingDevice.Cpu);
        float[] expected = model.Logits([116, 104, 101]), found = adapted.Logits([116, 104, 101]), plain = before.Logits([116, 104, 101]);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-4);
        Assert.Contains(Enumerable.Range(0, plain.Length), i => Math.Abs(plain[i] - expected[i]) > 0.01);
        Assert.Throws<InvalidOperationException>(() => before.SaveAdapter(folder.Combine("none")));
    }

    [Fact]
    public async Task PretrainAsync_LoraEvaluation_IsThatOfTheMergedModel()
    {
        EvaluationSet set = EvaluationSet.FromDocuments([new("d", "the cat ran.")], ByteTokenEncoder.Instance);
        TrainingReport report = await Train(Options with { InitialModel = start, Lora = Lora, CheckpointFolder = folder.Combine("lora") },
            new EvaluationSets(("a", set)));
        using TorchSharpModel model = TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu);
        Assert.Equal(model.Evaluate(set, TestContext.Current.CancellationToken).BitsPerByte, report.FinalEvaluation!.BitsPerByte, 1e-4);
    }

    [Fact]
    public async Task PretrainAsync_Distillation_StartsAtZeroAndResumes()
    {
        TrainingOptions self = Options with { InitialModel = start, Distillation = new() { Weight = 1 } };
        TrainingReport report = await Train(self);
        Assert.Equal(0, report.Losses[0].Loss, 1e-5); // the model is its own teacher
        TrainingOptions swap = self with { Distillation = new() { Kind = DistillationKind.LogitSwap, Weight = 1 } };
        TrainingReport whole = await Train(swap);
        Assert.True(whole.Losses[0].Loss > 0.001, $"the loss is {whole.Losses[0].Loss}");
        // With an adapter the frozen weights are the teacher: the first loss is the same.
        TrainingReport adapter = await Train(swap with { Lora = Lora with { Dropout = 0 } });
        Assert.Equal(whole.Losses[0].Loss, adapter.Losses[0].Loss, 1e-6);
        using var cancellation = new CancellationTokenSource();
        TrainingOptions stopped = swap with { CheckpointFolder = folder.Combine("stopped") };
        var reporter = new Reporter(progress => { if (progress.Step == 3) cancellation.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(stopped, null, reporter, cancellation.Token));
        Assert.Equal(whole.Losses, (await Train(stopped)).Losses);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PretrainAsync_DistillationWithALargeVocabulary_ComparesTheSamePositions(bool recompute)
    {
        // 8 rows of 24 positions: logits of 128 positions are computed at a time.
        DecoderOptions large = Model with { VocabularySize = 20_000 };
        TrainingOptions options = Options with { Steps = 2, BatchRows = 8, GradientAccumulation = 1 };
        string first = (await backend.PretrainAsync(tokens, large, options with { CheckpointFolder = folder.Combine("first") },
            cancellationToken: TestContext.Current.CancellationToken)).ModelFolder!;
        TrainingReport report = await backend.PretrainAsync(tokens, large,
            options with { InitialModel = first, Distillation = new() { Weight = 1 }, RecomputeActivations = recompute },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, report.Losses[0].Loss, 1e-5); // the model is its own teacher
    }

    [Fact]
    public async Task PretrainAsync_DistillationOfSomeSets_LeavesTheOthers()
    {
        using TokenShards other = TokenShardFolder.WriteTexts(folder.Combine("other"), Enumerable.Range(0, 20).Select(i => $"zebra {i}!"));
        var mixture = new TokenMixture(new WeightedTokenShards { Shards = other }, new WeightedTokenShards { Shards = tokens, Weight = 1e-6 });
        TrainingOptions options = Options with { InitialModel = start, Steps = 1 };
        double plain = (await Run(null)).Losses[0].Loss;
        Assert.Equal(plain, (await Run([1])).Losses[0].Loss, 1e-5); // no row of the first step is of set 1
        Assert.Equal(0, (await Run([0])).Losses[0].Loss, 1e-5);
        Assert.Throws<ArgumentException>(() => new DistillationOptions { Parts = [] });
        Assert.Contains("names set 2", (await Assert.ThrowsAsync<ArgumentException>(() => Run([2]))).Message, StringComparison.Ordinal);

        Task<TrainingReport> Run(int[]? parts) => backend.PretrainAsync(mixture, Model,
            options with { Distillation = parts is null ? null : new() { Weight = 1, Parts = parts } },
            cancellationToken: TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task PretrainAsync_OptionsThatDoNotFit_AreRefused()
    {
        foreach (TrainingOptions options in (TrainingOptions[])[Options with { Lora = Lora }, Options with { Distillation = new() },
            Options with { InitialModel = start, Lora = Lora, Optimizer = OptimizerKind.Muon }])
            await Assert.ThrowsAsync<ArgumentException>(() => Train(options));
    }

    private static double Bits(TorchSharpModel model) =>
        model.Evaluate(EvaluationSet.FromDocuments([new("a", "the cat sat. the cat ran."), new("b", "a dog ran.")], ByteTokenEncoder.Instance)).BitsPerByte;

    private Task<TrainingReport> Train(TrainingOptions options, EvaluationSets? evaluation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        backend.PretrainAsync(tokens, Model, options, evaluation, progress, cancellationToken);

    /// <summary>The texts, and a model that has learnt a little of them.</summary>
    public sealed class Beginning : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Beginning()
        {
            Tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"),
                Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? "the cat sat. the cat ran." : "a dog ran."));
            TrainingOptions options = Options with { Steps = 20, CheckpointFolder = folder.Combine("start") };
            Model = new TorchSharpBackend().PretrainAsync(Tokens, FineTuningTests.Model, options).GetAwaiter().GetResult().ModelFolder!;
        }

        public TokenShards Tokens { get; }

        public string Model { get; }

        public void Dispose()
        {
            Tokens.Dispose();
            folder.Dispose();
        }
    }

    /// <summary>Reports on the training's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

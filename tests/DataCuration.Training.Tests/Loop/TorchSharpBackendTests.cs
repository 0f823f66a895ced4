using System.Text;
using DataCuration.TestKit;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class TorchSharpBackendTests : IDisposable
{
    private static readonly DecoderOptions Model = new() { Layers = 2, Width = 32, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 48, ContextLength = 24 };
    private static readonly TrainingOptions Options =
        new() { Steps = 24, BatchRows = 3, GradientAccumulation = 2, WarmupSteps = 4, LossInterval = 1, Seed = 5, Device = TrainingDevice.Cpu, Threads = 1 };
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards tokens;
    private readonly TorchSharpBackend backend = new();

    public TorchSharpBackendTests() => tokens = TokenShardFolder.WriteTexts(folder.Combine("tokens"),
        Enumerable.Range(0, 60)
            .Select(i => string.Concat(Enumerable.Repeat(i % 2 == 0 ? "the cat sat on the mat. " : "a dog ran to a log. ", 1 + i % 4))), shards: 2);

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PretrainAsync_SameSeed_GivesTheSameLossesToTheBit(int threads)
    {
        TrainingReport first = await Train(Options with { Threads = threads });
        TrainingReport second = await Train(Options with { Threads = threads });
        Assert.Equal(24, first.Losses.Count);
        Assert.Equal(first.Losses, second.Losses);
        TrainingReport other = await Train(Options with { Seed = 6 });
        Assert.NotEqual(first.Losses, other.Losses);
    }

    [Fact]
    public async Task PretrainAsync_ToyCorpus_LossFallsAndReportAddsUp()
    {
        var reported = new List<TrainingProgress>();
        TrainingReport report = await Train(Options with { Steps = 120, LossInterval = 50, EvaluationInterval = 60, PeakLearningRate = 0.01 },
            Evaluation(), new Reporter(reported.Add));
        Assert.Equal([50, 100, 120], report.Losses.Select(loss => loss.Step));
        Assert.Equal([60, 120], report.Evaluations.Select(evaluation => evaluation.Step));
        Assert.True(report.Losses[^1].Loss < 1.0, $"loss {report.Losses[^1].Loss}, at first about ln 257 = 5.5");
        Assert.True(report.FinalEvaluation!.BitsPerByte < 2);
        Assert.Equal(report.FinalEvaluation.BitsPerByte, report.Evaluations[^1].BitsPerByte);
        Assert.Equal(120 * 3 * 2 * 24, report.TokensSeen);
        Assert.Equal((120.0 * 6) / new PackedRows(tokens, 24, 5).Count, report.Epochs);
        Assert.Equal(Model.ParameterCount, report.ParameterCount);
        Assert.Equal(("cpu", 1, 0L), (report.Device, report.Threads, report.ResumedFrom));
        Assert.Null(report.ModelFolder);
        Assert.True(report.TokensPerSecond > 0);
        Assert.Equal(5, reported.Count);
        Assert.Equal(2, reported.Count(progress => progress.Evaluation is not null));
    }

    [Fact]
    public async Task PretrainAsync_OneSet_HasTheLossesOfVersion010()
    {
        // Written by version 0.1.0, which took a single TokenShards. Other processors differ in the last bits only.
        TrainingReport report = await Train(Options);
        Assert.Equal(5.5638058, report.Losses[0].Loss, 1e-4);
        Assert.Equal(4.5076551, report.Losses[9].Loss, 1e-4);
        Assert.Equal(3.6895642, report.Losses[23].Loss, 1e-4);
        TrainingReport weighted = await backend.PretrainAsync(new TokenMixture(new WeightedTokenShards { Shards = tokens, Weight = 0.25 }), Model, Options,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(report.Losses, weighted.Losses);
    }

    [Fact]
    public async Task PretrainAsync_TwoSetsStoppedInTheMiddle_ResumesToTheSameBits()
    {
        using TokenShards other = TokenShardFolder.WriteTexts(folder.Combine("other"), Enumerable.Repeat("numbers: 1 2 3 4 5 6 7 8 9. ", 9));
        var mixture = new TokenMixture(new WeightedTokenShards { Shards = tokens, Weight = 3 }, new WeightedTokenShards { Shards = other });
        TrainingReport whole = await TrainOn(mixture, Options with { CheckpointFolder = folder.Combine("whole") });
        Assert.Equal(24 * 6 * 24, whole.TokensSeen);
        Assert.Equal([tokens.Folder, other.Folder], whole.Sources.Select(source => source.Folder));
        Assert.Equal([3 * 36 * 24, 36 * 24], whole.Sources.Select(source => source.TokensSeen));
        Assert.Equal(36.0 / new PackedRows(other, 24, 0).Count, whole.Sources[1].Epochs);
        Assert.True(whole.Sources[1].Epochs > 2, "the test must go through several epochs of the small set");
        Assert.NotEqual((await Train(Options)).Losses, whole.Losses);

        TrainingOptions options = Options with { CheckpointFolder = folder.Combine("stopped") };
        using var cancellation = new CancellationTokenSource();
        var reporter = new Reporter(progress => { if (progress.Step == 13) cancellation.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TrainOn(mixture, options, reporter, cancellation.Token));
        TrainingReport resumed = await TrainOn(mixture, options);
        Assert.Equal(13, resumed.ResumedFrom);
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.Equal(whole.Sources, resumed.Sources);
        foreach (string file in (string[])["model.safetensors", "optimizer.safetensors", "manifest.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.ModelFolder!, file)), File.ReadAllBytes(Path.Combine(resumed.ModelFolder!, file)));

        var reweighted = new TokenMixture(new WeightedTokenShards { Shards = tokens, Weight = 2 }, new WeightedTokenShards { Shards = other });
        string message = (await Assert.ThrowsAsync<CheckpointException>(() => TrainOn(reweighted, options))).Message;
        Assert.Contains("option tokens.0.weight: 3 before, 2 now", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PretrainAsync_Accumulation_EqualsOneLargeBatch()
    {
        TrainingReport split = await Train(Options with { Steps = 4 });
        TrainingReport whole = await Train(Options with { Steps = 4, BatchRows = 6, GradientAccumulation = 1 });
        for (int i = 0; i < 4; i++) Assert.Equal(whole.Losses[i].Loss, split.Losses[i].Loss, 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PretrainAsync_StoppedInTheMiddle_ResumesToTheSameBits(bool killed)
    {
        TrainingReport whole = await Train(Options with { CheckpointFolder = folder.Combine("whole") });

        TrainingOptions options = Options with { CheckpointFolder = folder.Combine("stopped"), CheckpointInterval = 5 };
        using var cancellation = new CancellationTokenSource();
        var reporter = new Reporter(progress =>
        {
            if (progress.Step != 13) return;
            if (killed) throw new IOException("killed"); // step 13 is lost, the checkpoint of step 10 remains
            cancellation.Cancel(); // a checkpoint of step 13 is written
        });
        if (killed) await Assert.ThrowsAsync<IOException>(() => Train(options, null, reporter));
        else await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(options, null, reporter, cancellation.Token));
        Assert.Single(Directory.GetDirectories(folder.Combine("stopped")));

        TrainingReport resumed = await Train(options);
        Assert.Equal(killed ? 10 : 13, resumed.ResumedFrom);
        Assert.Equal(whole.Losses, resumed.Losses);
        foreach (string file in (string[])["model.safetensors", "optimizer.safetensors"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.ModelFolder!, file)), File.ReadAllBytes(Path.Combine(resumed.ModelFolder!, file)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PretrainAsync_CancelledAroundAnEvaluation_LosesNothing(bool before)
    {
        TrainingOptions options = Options with { EvaluationInterval = 4 };
        TrainingReport whole = await Train(options with { CheckpointFolder = folder.Combine("whole") }, Evaluation());
        options = options with { CheckpointFolder = folder.Combine("stopped") };
        using var cancellation = new CancellationTokenSource();
        // The loss of step 8 is reported just before its evaluation, which is then cancelled in its first batch. Or the callback of the evaluation cancels
        // and throws.
        var reporter = new Reporter(progress =>
        {
            if (progress.Step != 8 || progress.Evaluation is null != before) return;
            cancellation.Cancel();
            if (!before) cancellation.Token.ThrowIfCancellationRequested();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(options, Evaluation(), reporter, cancellation.Token));

        TrainingReport resumed = await Train(options, Evaluation());
        Assert.Equal(8, resumed.ResumedFrom);
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.Equal(whole.Evaluations, resumed.Evaluations);
        foreach (string file in (string[])["model.safetensors", "optimizer.safetensors", "manifest.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.ModelFolder!, file)), File.ReadAllBytes(Path.Combine(resumed.ModelFolder!, file)));
    }

    [Fact]
    public async Task PretrainAsync_CancelledInTheFinalEvaluation_LeavesTheFinishedModel()
    {
        TrainingOptions options = Options with { Steps = 3, CheckpointFolder = folder.Combine("model") };
        using var cancellation = new CancellationTokenSource();
        var reporter = new Reporter(progress => { if (progress.Step == 3) cancellation.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(options, Evaluation(), reporter, cancellation.Token));
        TrainingReport resumed = await Train(options, Evaluation());
        Assert.Equal(3, resumed.ResumedFrom);
        Assert.NotNull(resumed.FinalEvaluation);
    }

    [Fact]
    public async Task PretrainAsync_DivergedBetweenLosses_KeepsTheLastGoodCheckpoint()
    {
        TrainingOptions options = Options with
        {
            PeakLearningRate = 1e30,
            WarmupSteps = 0,
            LossInterval = 1000,
            CheckpointInterval = 1,
            CheckpointFolder = folder.Combine("model")
        };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Train(options));
        Assert.Contains("not finite", error.Message, StringComparison.Ordinal);
        Assert.Contains("PeakLearningRate", error.Message, StringComparison.Ordinal);
        string checkpoint = Assert.Single(Directory.GetDirectories(folder.Combine("model")));
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(
            File.ReadAllBytes(Path.Combine(checkpoint, "model.safetensors")).AsSpan()[^4096..]).ToArray();
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        TorchSharpModel.Load(checkpoint, TrainingDevice.Cpu).Dispose();
    }

    [Fact]
    public async Task PretrainAsync_FolderIsItselfACheckpoint_IsRefused()
    {
        TrainingOptions options = Options with { Steps = 2, CheckpointFolder = folder.Combine("model") };
        TrainingReport report = await Train(options);
        var error = await Assert.ThrowsAsync<CheckpointException>(() => Train(options with { CheckpointFolder = report.ModelFolder }));
        Assert.Contains("itself a checkpoint", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{folder.Combine("model")}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PretrainAsync_OtherThreads_GoesOnAndTheManifestSaysSo()
    {
        TrainingOptions options = Options with { Steps = 2, CheckpointFolder = folder.Combine("model") };
        TrainingReport report = await Train(options);
        CheckpointManifest manifest = CheckpointFolder.ReadManifest(report.ModelFolder!);
        Assert.Equal(("cpu", 1), (manifest.Device, manifest.Threads));
        Assert.Equal(2, (await Train(options with { Threads = 2 })).ResumedFrom);
    }

    [Fact]
    public void Run_HalfPrecision_EvaluatesInFloat32LikeTheLoadedModel()
    {
        // On the CPU, which the backend refuses because it is slow. The arithmetic is the same.
        TrainingOptions options = Options with { Steps = 2, Precision = TrainingPrecision.BFloat16, CheckpointFolder = folder.Combine("model") };
        using var trainer = new Trainer(new TrainingRequest(tokens, Model, options, Evaluation(), null), TorchNative.Select(TrainingDevice.Cpu));
        TrainingReport report = trainer.Run(TestContext.Current.CancellationToken);
        using TorchSharpModel model = TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu);
        Assert.Equal(model.Evaluate(Evaluation()).Documents, report.FinalEvaluation!.Documents);
    }

    [Fact]
    public async Task PretrainAsync_FinishedTraining_IsNotTrainedAgain()
    {
        TrainingOptions options = Options with { CheckpointFolder = folder.Combine("model") };
        TrainingReport first = await Train(options, Evaluation());
        TrainingReport again = await Train(options, Evaluation());
        Assert.Equal(24, again.ResumedFrom);
        Assert.Equal(first.Losses, again.Losses);
        Assert.Equal(first.FinalEvaluation!.Documents, again.FinalEvaluation!.Documents);
    }

    [Fact]
    public async Task PretrainAsync_OtherOptionsOrTokens_NamesTheFirstThatDiffers()
    {
        TrainingOptions options = Options with { Steps = 2, CheckpointFolder = folder.Combine("model") };
        await Train(options);
        await Refused("WeightDecay", "0.2", () => Train(options with { WeightDecay = 0.2 }));
        await Refused("model.FeedForwardWidth", "50", () => backend.PretrainAsync(tokens, Model with { FeedForwardWidth = 50 }, options));
        using TokenShards other = TokenShardFolder.WriteTexts(folder.Combine("other"), Enumerable.Repeat("another text altogether", 20));
        await Refused("tokens", other.Fingerprint, () => backend.PretrainAsync(other, Model, options));

        static async Task Refused(string name, string value, Func<Task> train)
        {
            string message = (await Assert.ThrowsAsync<CheckpointException>(train)).Message;
            Assert.Contains(name, message, StringComparison.Ordinal);
            Assert.Contains(value, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PretrainAsync_SeveralOtherOptions_AreAllNamedOrTheTrainingStartsAnew()
    {
        TrainingOptions options = Options with { Steps = 4, CheckpointFolder = folder.Combine("model") };
        TrainingReport first = await Train(options);
        TrainingOptions changed = options with { Steps = 2, Seed = 9 };
        string message = (await Assert.ThrowsAsync<CheckpointException>(() => Train(changed))).Message;
        Assert.Contains("option Steps: 4 before, 2 now", message, StringComparison.Ordinal);
        Assert.Contains("option Seed: ", message, StringComparison.Ordinal);
        Assert.Contains("set TrainingOptions.WhenChanged to WhenChanged.Remake", message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(first.ModelFolder));

        TrainingReport remade = await Train(changed with { WhenChanged = WhenChanged.Remake });
        Assert.Equal(0, remade.ResumedFrom);
        Assert.Equal([remade.ModelFolder], Directory.GetDirectories(folder.Combine("model")));
        TrainingReport scratch = await Train(changed with { CheckpointFolder = folder.Combine("scratch") });
        Assert.Equal(scratch.Losses, remade.Losses);
        // The same numbers again continue from the checkpoint.
        Assert.Equal(2, (await Train(changed with { WhenChanged = WhenChanged.Remake })).ResumedFrom);
    }

    [Fact]
    public async Task PretrainAsync_DamagedCheckpoint_IsRefused()
    {
        TrainingOptions options = Options with { Steps = 2, CheckpointFolder = folder.Combine("model") };
        TrainingReport report = await Train(options);
        string path = Path.Combine(report.ModelFolder!, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("model.safetensors", (await Assert.ThrowsAsync<CheckpointException>(() => Train(options))).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => TorchSharpModel.Load(report.ModelFolder!));
    }

    [Fact]
    public async Task PretrainAsync_HalfWrittenCheckpoint_IsPassedOver()
    {
        TrainingOptions options = Options with { Steps = 2, CheckpointFolder = folder.Combine("model") };
        Directory.CreateDirectory(folder.Combine("model", "step-000000001.tmp"));
        Directory.CreateDirectory(folder.Combine("model", "step-000000001"));
        TrainingReport report = await Train(options);
        Assert.Equal(0, report.ResumedFrom);
        Assert.Equal(report.ModelFolder, Assert.Single(Directory.GetDirectories(folder.Combine("model"))));
    }

    [Fact]
    public async Task Load_TrainedModel_EvaluatesAsTheTrainingDid()
    {
        TrainingReport report = await Train(Options with { CheckpointFolder = folder.Combine("model") }, Evaluation());
        using TorchSharpModel model = TorchSharpModel.Load(folder.Combine("model"), TrainingDevice.Cpu);
        Assert.Equal(Model, model.Options);
        Assert.Equal(24, model.Step);
        Assert.Equal(tokens.EncoderFingerprint, model.EncoderFingerprint);
        Assert.Equal(report.FinalEvaluation!.Documents, model.Evaluate(Evaluation()).Documents);
    }

    [Fact]
    public async Task Evaluate_LongAndShortDocuments_EqualsTokenByToken()
    {
        TrainingReport report = await Train(Options with { CheckpointFolder = folder.Combine("model") });
        using TorchSharpModel model = TorchSharpModel.Load(report.ModelFolder!, TrainingDevice.Cpu);
        EvaluationSet set = Evaluation();
        EvaluationResult result = model.Evaluate(set);
        for (int i = 0; i < set.Documents.Count; i++)
        {
            // Each token has the context of its window: at most 24 tokens, in steps of 12.
            int[] text = set.Documents[i].Tokens.ToArray();
            double bits = 0;
            for (int t = 0; t < text.Length; t++)
            {
                int windowStart = t < 24 ? 0 : (t - 24) / 12 * 12 + 12;
                int[] context = [.. ((int[])[256, .. text])[windowStart..(t + 1)]];
                float[] logits = model.Logits(context)[^257..];
                bits += (Math.Log(logits.Sum(logit => Math.Exp(logit))) - logits[text[t]]) / Math.Log(2);
            }
            Assert.Equal(bits, result.Documents[i].Bits, 1e-2);
            Assert.Equal(text.Length, result.Documents[i].Tokens);
        }
        Assert.Equal(result.Documents.Sum(document => document.Bits) / set.Utf8Bytes, result.BitsPerByte);
        Assert.Equal(Math.Pow(2, result.Bits / set.TokenCount), result.Perplexity);
    }

    [Fact]
    public async Task PretrainAsync_WhatDoesNotFit_IsRefusedWithTheValues()
    {
        Assert.Contains("257", (await Assert.ThrowsAsync<ArgumentException>(
            () => backend.PretrainAsync(tokens, Model with { VocabularySize = 100 }, Options))).Message, StringComparison.Ordinal);
        Assert.Contains("too few", (await Assert.ThrowsAsync<ArgumentException>(
            () => backend.PretrainAsync(tokens, Model with { ContextLength = 100_000 }, Options))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Train(Options with { Precision = TrainingPrecision.BFloat16 }));
        var foreign = new EvaluationSet([new("x", Encoding.UTF8.GetBytes("x").Select(b => (int)b).ToArray(), 1)], 256, "another encoder");
        await Assert.ThrowsAsync<ArgumentException>(() => Train(Options, foreign));
    }

    [Fact]
    public async Task PretrainAsync_LearningRateFarTooHigh_SaysThatItDiverged()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Train(Options with { PeakLearningRate = 1e30, WarmupSteps = 0 }));
        Assert.Contains("PeakLearningRate", error.Message, StringComparison.Ordinal);
    }

    private static EvaluationSet Evaluation() => EvaluationSet.FromDocuments(
        [new("short", "the cat sat"), new("long", string.Concat(Enumerable.Repeat("a dog sat on the log. ", 4))), new("é", "é")], ByteTokenEncoder.Instance);

    private Task<TrainingReport> Train(TrainingOptions options, EvaluationSet? evaluation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        backend.PretrainAsync(tokens, Model, options, evaluation, progress, cancellationToken);

    private Task<TrainingReport> TrainOn(TokenMixture mixture, TrainingOptions options, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        backend.PretrainAsync(mixture, Model, options, null, progress, cancellationToken);

    /// <summary>Reports on the training's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

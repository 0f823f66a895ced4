namespace DataCuration.Training.Tests;

public sealed class TrainingOptionsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_024, 1)]
    [InlineData(1_025, 2)]
    [InlineData(1_000_000, 977)]
    public void TotalSteps_ByTokens_RoundsUp(long tokens, long steps) =>
        Assert.Equal(steps, new TrainingOptions { Tokens = tokens }.TotalSteps(DecoderOptions.Tiny));

    [Fact]
    public void TokensPerStep_CountsAccumulation() =>
        Assert.Equal(2 * 3 * 256, new TrainingOptions { BatchRows = 2, GradientAccumulation = 3 }.TokensPerStep(DecoderOptions.Tiny));

    [Fact]
    public void Describe_EachOptionOfTheMathematics_ChangesTheFingerprint()
    {
        TrainingOptions[] changed =
        [
            new() { Steps = 7 }, new() { Tokens = 7 }, new() { BatchRows = 7 }, new() { GradientAccumulation = 7 },
            new() { PeakLearningRate = 7 }, new() { WarmupSteps = 7 },
            new() { MinimumRatio = 0.7 }, new() { Beta1 = 0.7 }, new() { Beta2 = 0.7 }, new() { AdamEpsilon = 7 }, new() { WeightDecay = 7 },
            new() { GradientClip = 7 }, new() { Seed = 7 },
            new() { Precision = TrainingPrecision.BFloat16 },
            new() { Decay = LearningRateDecay.WarmupStableDecay }, new() { Decay = LearningRateDecay.WarmupStableDecay, DecayRatio = 0.7 },
            new() { Optimizer = OptimizerKind.Muon }, new() { Optimizer = OptimizerKind.Muon, MuonMomentum = 0.7 },
            new() { Packing = RowPacking.BestFit }, new() { SeparateDocuments = true },
        ];
        Assert.Equal(changed.Length + 1, changed.Append(new()).Select(Fingerprint).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Describe_OptionsOfReports_ChangeNothing()
    {
        var other = new TrainingOptions
        {
            EvaluationInterval = 7,
            LossInterval = 7,
            CheckpointInterval = 7,
            CheckpointFolder = "x",
            WhenChanged = WhenChanged.Remake,
            Device = TrainingDevice.Cpu,
            Threads = 7,
            Patience = 7,
            KeepCheckpoints = 7,
            LogFolder = "x",
            EpochWarning = 7,
            RecomputeActivations = true,
        };
        Assert.Equal(Fingerprint(new()), Fingerprint(other));
    }

    [Fact]
    public void Init_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Beta2 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { MinimumRatio = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { GradientClip = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingOptions { Tokens = 0 });
    }

    private static string Fingerprint(TrainingOptions options)
    {
        var writer = new FingerprintWriter();
        options.Describe(DecoderOptions.Tiny, writer);
        return writer.ToFingerprint();
    }
}

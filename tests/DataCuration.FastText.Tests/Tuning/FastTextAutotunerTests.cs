using DataCuration.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.FastText.Tests;

public sealed class FastTextAutotunerTests : IDisposable
{
    private static readonly FastTextTrainingOptions Start = new() { Dimension = 8, Epochs = 1, Buckets = 10_000 };
    private readonly TemporaryFolder folder = new();
    private readonly string train, validation;

    public FastTextAutotunerTests() =>
        (train, validation) = (FastTextCorpus.Write(folder, "train", 300), FastTextCorpus.Write(folder, "validation", 200, seed: 2));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Tune_Trials_FindsBetterOptionsAndTheSameTwice()
    {
        var options = new FastTextAutotuneOptions { Trials = 8, Tuned = FastTextTunedOptions.All & ~FastTextTunedOptions.Dimension, MemoryLimit = 1 << 20 };
        FastTextAutotuneResult first = FastTextAutotuner.Tune(train, validation, Start, options, cancellationToken: TestContext.Current.CancellationToken);
        FastTextAutotuneResult second = FastTextAutotuner.Tune(train, validation, Start, options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(8, first.Trials.Count);
        Assert.Equal(first.Trials, second.Trials);
        Assert.Equal(first.Model.Fingerprint, second.Model.Fingerprint);
        Assert.Equal(Start, first.Trials[0].Training);
        Assert.Equal(first.Trials.Max(trial => trial.Score), first.Best.Score);
        Assert.True(first.Best.Score > first.Trials[0].Score + 0.2, $"{first.Trials[0].Score} became {first.Best.Score}");
        // Options that are not tuned stay, and the memory limit holds: 32,768 rows of 8 numbers, including those of words.
        Assert.All(first.Trials, trial => Assert.Equal(8, trial.Training.Dimension));
        Assert.All(first.Trials.Skip(1), trial => Assert.InRange(trial.Training.Buckets, 10_000, 32_768 - first.Model.WordCount));
        Assert.Equal(first.Best.Score, FastTextEvaluation.Test(first.Model, validation, cancellationToken: TestContext.Current.CancellationToken).Total.F1, 12);
    }

    [Fact]
    public void Tune_ModelSize_FillsItAndStaysBelow()
    {
        var options = new FastTextAutotuneOptions
        {
            Trials = 3,
            ModelSize = 22_000,
            Tuned = FastTextTunedOptions.Epochs | FastTextTunedOptions.SubvectorDimension
        };
        FastTextAutotuneResult result = FastTextAutotuner.Tune(train, validation, Start with { MinimumSubword = 2, MaximumSubword = 4 }, options,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Model.IsQuantized);
        Assert.InRange(FastTextModelFile.SizeOf(result.Model), 21_900, 22_000);
        Assert.Contains("bytes", Assert.Throws<InvalidDataException>(() => FastTextAutotuner.Tune(train, validation, Start, options with { ModelSize = 1000 },
            cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_WordsBeyondTheMemoryLimit_AreRefusedOrGetFewerDimensions()
    {
        int words = FastTextTrainer.Train(train, Start, cancellationToken: TestContext.Current.CancellationToken).WordCount;
        var options = new FastTextAutotuneOptions { Trials = 4, MemoryLimit = 16L * words, Tuned = FastTextTunedOptions.Epochs };
        Assert.Contains("MemoryLimit", Assert.Throws<InvalidDataException>(() => FastTextAutotuner.Tune(train, validation, Start, options,
            cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        FastTextAutotuneResult result = FastTextAutotuner.Tune(train, validation, Start with { WordNGrams = 2 },
            options with { Tuned = FastTextTunedOptions.Epochs | FastTextTunedOptions.Dimension }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(result.Trials,
            trial => Assert.InRange(sizeof(float) * trial.Training.Dimension * ((long)words + trial.Training.Buckets), 1, options.MemoryLimit));
    }

    /// <summary>
    /// A matrix that no array can hold: 2^31 numbers or more. Vectors of dimension 8 do not fit those of another dimension, so every other dimension fails
    /// as well.
    /// </summary>
    [Fact]
    public void Tune_TrialsThatFail_AreRecordedAndSkipped()
    {
        var large = new FastTextAutotuneOptions { Trials = 3, MemoryLimit = long.MaxValue, Tuned = FastTextTunedOptions.Epochs };
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => FastTextAutotuner.Tune(train, validation,
            Start with { Dimension = 1 << 20, WordNGrams = 2 }, large, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("None of 3 trials", e.Message, StringComparison.Ordinal);
        Assert.Contains("too large", e.Message, StringComparison.Ordinal);
        string vectors = Path.Combine(folder.Path, "pretrained.vec");
        FastTextTrainer.Train(train, Start, cancellationToken: TestContext.Current.CancellationToken).SaveVectors(vectors);
        FastTextAutotuneResult result = FastTextAutotuner.Tune(train, validation, Start with { PretrainedVectors = vectors },
            new() { Trials = 6, Tuned = FastTextTunedOptions.Dimension }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(6, result.Trials.Count);
        Assert.Contains(result.Trials, trial => trial.Failure is { } why
            && why.Contains("dimension 8, not", StringComparison.Ordinal) && double.IsNaN(trial.Score));
        Assert.Equal(8, result.Best.Training.Dimension);
    }

    [Fact]
    public void Tune_TimeLimit_ReturnsTheBestSoFar()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(4) };
        FastTextAutotuneResult result = FastTextAutotuner.Tune(train, validation, Start,
            new() { Duration = TimeSpan.FromSeconds(10), Tuned = FastTextTunedOptions.None }, new Advance(clock), clock, TestContext.Current.CancellationToken);
        Assert.InRange(result.Trials.Count, 1, 4);
    }

    [Fact]
    public void Tune_InvalidMetricOrValidation_IsRefusedBeforeTheFirstTraining()
    {
        var trials = new List<FastTextTrial>();
        var progress = new Collect(trials);
        var options = new FastTextAutotuneOptions { Trials = 2, Tuned = FastTextTunedOptions.None };
        Assert.Contains("'topic9'", Assert.Throws<ArgumentException>(() => FastTextAutotuner.Tune(train, validation, Start, options with
        {
            Metric = FastTextMetric.F1Of("topic9")
        }, progress, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(
            () => FastTextAutotuner.Tune(train, validation + "-none", Start, options, progress, cancellationToken: TestContext.Current.CancellationToken));
        string other = Path.Combine(folder.Path, "other");
        File.WriteAllText(other, "__label__else river\nriver\n");
        InvalidDataException e = Assert.Throws<InvalidDataException>(
            () => FastTextAutotuner.Tune(train, other, Start, options, progress, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(other, e.Message, StringComparison.Ordinal);
        Assert.Empty(trials);
        // If a trial ran, it would fail on a matrix that no array can hold, and the message would not name labels.
        FastTextTrainingOptions impossible = Start with { Dimension = 1 << 20, WordNGrams = 2 };
        options = options with { MemoryLimit = long.MaxValue };
        e = Assert.Throws<InvalidDataException>(
            () => FastTextAutotuner.Tune(train, other, impossible, options, progress, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal($"{other} contains no line with a label of {train}.", e.Message);
        string some = Path.Combine(folder.Path, "some");
        File.WriteAllText(some, "river\n__label__else wave\n__label__topic1 loop __label__topic0\n");
        e = Assert.Throws<InvalidDataException>(() => FastTextAutotuner.Tune(train, some, impossible, options with { Metric = FastTextMetric.F1Of("topic2") },
            progress, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal($"{some} contains no line with the metric's label 'topic2'.", e.Message);
        Assert.Empty(trials);
        Assert.Equal(2, FastTextAutotuner.Tune(train, some, Start, options with { Metric = FastTextMetric.F1Of("topic0") },
            cancellationToken: TestContext.Current.CancellationToken).Trials.Count);
        Assert.Equal(2, FastTextAutotuner.Tune(train, validation, Start, options with { Metric = FastTextMetric.F1Of("topic2") }, progress,
            cancellationToken: TestContext.Current.CancellationToken).Trials.Count);
    }

    [Theory]
    [InlineData("f1", FastTextMetricKind.F1, 0, null)]
    [InlineData("f1:__label__a:b", FastTextMetricKind.F1, 0, "a:b")]
    [InlineData("precisionAtRecall:30", FastTextMetricKind.PrecisionAtRecall, 0.3, null)]
    [InlineData("recallAtPrecision:50:__label__x", FastTextMetricKind.RecallAtPrecision, 0.5, "x")]
    public void Parse_Metric_IsRead(string text, FastTextMetricKind kind, double at, string? label)
    {
        FastTextMetric metric = FastTextMetric.Parse(text);
        Assert.Equal((kind, at, label), (metric.Kind, metric.At, metric.Label));
    }

    [Theory]
    [InlineData("f2")]
    [InlineData("precisionAtRecall")]
    [InlineData("precisionAtRecall:120")]
    public void Parse_InvalidMetric_IsRefused(string text) => Assert.Throws<FormatException>(() => FastTextMetric.Parse(text));

    private sealed class Collect(List<FastTextTrial> trials) : IProgress<FastTextTrial>
    {
        public void Report(FastTextTrial value) => trials.Add(value);
    }

    private sealed class Advance(FakeTimeProvider clock) : IProgress<FastTextTrial>
    {
        public void Report(FastTextTrial value) => clock.Advance(TimeSpan.FromSeconds(4));
    }
}

using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

public sealed class FastTextQuantizerTests : IDisposable
{
    private static readonly FastTextTrainingOptions Small =
        new() { Dimension = 9, Epochs = 5, LearningRate = 0.5, MinimumSubword = 2, MaximumSubword = 3, Buckets = 2000 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(700, false)]
    [InlineData(700, true)]
    public void Quantize_Model_IsSmallerAndPredictsNearlyAsWell(int cutoff, bool retrain)
    {
        string train = FastTextCorpus.Write(folder, "train", 800), test = FastTextCorpus.Write(folder, "test", 200, seed: 2);
        FastTextModel model = FastTextTrainer.Train(train, Small, cancellationToken: TestContext.Current.CancellationToken);
        string before = model.Fingerprint;
        var options = new FastTextQuantizationOptions { QuantizeNorm = true, Cutoff = cutoff, Retrain = retrain };
        FastTextModel quantized = FastTextQuantizer.Quantize(model, options, train, cancellationToken: TestContext.Current.CancellationToken);
        // The model is not changed, and threads do not change the result.
        Assert.Equal(before, FastTextTrainer.Train(train, Small, cancellationToken: TestContext.Current.CancellationToken).Fingerprint);
        Assert.Equal(before, FastTextModelFile.Write(model, Stream.Null));
        if (!retrain) Assert.Equal(quantized.Fingerprint,
            FastTextQuantizer.Quantize(model, options with { Threads = 2 }, train, cancellationToken: TestContext.Current.CancellationToken).Fingerprint);
        Assert.True(quantized.IsQuantized && FastTextModelFile.SizeOf(quantized) < FastTextModelFile.SizeOf(model) / 2);
        string path = Path.Combine(folder.Path, "model.ftz");
        quantized.Save(path);
        Assert.Equal(quantized.Fingerprint, FastTextModel.Load(path).Fingerprint);
        Assert.InRange(FastTextEvaluation.Test(FastTextModel.Load(path), test,
            cancellationToken: TestContext.Current.CancellationToken).Total.Precision, 0.85, 1);
    }

    [Fact]
    public void Quantize_InvalidModel_IsRefused()
    {
        string train = FastTextCorpus.Write(folder, "train", 800);
        FastTextModel model = FastTextTrainer.Train(train, Small, cancellationToken: TestContext.Current.CancellationToken),
            quantized = FastTextQuantizer.Quantize(model, cancellationToken: TestContext.Current.CancellationToken);
        FastTextModel words = FastTextTrainer.Train(train, new() { Kind = FastTextModelKind.ContinuousBagOfWords, Dimension = 4, Buckets = 300, Epochs = 1 },
            cancellationToken: TestContext.Current.CancellationToken);
        FastTextModel few = FastTextTrainer.Train(FastTextCorpus.Write(folder, "few", 10), new() { Dimension = 4 },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(quantized)).Message, StringComparison.Ordinal);
        Assert.Contains("classifiers", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(words)).Message, StringComparison.Ordinal);
        Assert.Contains("256", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(few)).Message, StringComparison.Ordinal);
        Assert.Contains("labels", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(model, new() { QuantizeOutput = true })).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => FastTextQuantizer.Quantize(model, new() { Retrain = true, Cutoff = 300 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Quantize_RetrainOnCountsOfZero_IsRefused(int occurring)
    {
        string train = FastTextCorpus.Write(folder, "train", 800);
        FastTextModel model = FastTextTrainer.Train(train, Small with { Loss = FastTextLoss.NegativeSampling },
            cancellationToken: TestContext.Current.CancellationToken);
        // As a file could contain them.
        FastTextEntries entries = model.Dictionary.Entries;
        for (int label = entries.Words + occurring; label < entries.Count; label++) entries.Counts[label] = 0;
        InvalidDataException e = Assert.Throws<InvalidDataException>(
            () => FastTextQuantizer.Quantize(model, new() { Retrain = true, Cutoff = 400 }, train, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains($"{occurring} of the 4 counts of labels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantize_RetrainOnLopsidedCounts_CanBeCancelled()
    {
        // A file's false claim: one negative in ten million draws, a million times for every example.
        string train = FastTextCorpus.Write(folder, "train", 800);
        FastTextModel model = FastTextTrainer.Train(train, Small with { Loss = FastTextLoss.NegativeSampling, Negatives = 1 },
            cancellationToken: TestContext.Current.CancellationToken);
        FastTextEntries entries = model.Dictionary.Entries;
        for (int label = entries.Words; label < entries.Count; label++)
            entries.Counts[label] = label == entries.Words ? 1_000_000_000_000_000 : label == entries.Words + 1 ? 1 : 0;
        model = new(model.Arguments with { Negatives = 1_000_000, RateUpdates = int.MaxValue }, model.Dictionary, model.Input, model.Output);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        Assert.ThrowsAny<OperationCanceledException>(
            () => FastTextQuantizer.Quantize(model, new() { Retrain = true, Cutoff = 400 }, train, cancellationToken: cancellation.Token));
    }

    [Theory]
    [InlineData(1L << 50)]
    [InlineData(-1)]
    public void Quantize_RetrainWithInventedTokens_CountsThemItself(long tokens)
    {
        string train = FastTextCorpus.Write(folder, "train", 800);
        FastTextModel model = FastTextTrainer.Train(train, Small, cancellationToken: TestContext.Current.CancellationToken);
        var options = new FastTextQuantizationOptions { Retrain = true, Cutoff = 700, Epochs = 1 };
        FastTextModel expected = FastTextQuantizer.Quantize(model, options, train, cancellationToken: TestContext.Current.CancellationToken);
        FastTextArguments arguments = model.Arguments;
        var lying = new FastTextModel(arguments,
            new FastTextDictionary(model.Dictionary.Entries with { Tokens = tokens }, arguments), model.Input, model.Output);
        FastTextModel quantized = FastTextQuantizer.Quantize(lying, options, train, cancellationToken: TestContext.Current.CancellationToken);
        var vectors = (new float[model.Dimension], new float[model.Dimension]);
        for (int row = 0; row < 700; row++)
        {
            expected.CopyInputRow(row, vectors.Item1);
            quantized.CopyInputRow(row, vectors.Item2);
            Assert.Equal(vectors.Item1, vectors.Item2);
        }
        // Intervals of the learning rate are limited too. With the file's value the training would run for two thousand million words.
        var slow = new FastTextModel(arguments with { RateUpdates = int.MaxValue }, model.Dictionary, model.Input, model.Output);
        Assert.True(FastTextQuantizer.Quantize(slow, options, train, cancellationToken: TestContext.Current.CancellationToken).IsQuantized);
        string empty = Path.Combine(folder.Path, "empty");
        File.WriteAllText(empty, "");
        Assert.Contains(empty, Assert.Throws<InvalidDataException>(() =>
            FastTextQuantizer.Quantize(model, options, empty, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AnyPoint_IsTheOraclesCentroid()
    {
        SeededRandom random = SeededRandom.Create(1, "centroids", "points");
        for (int dimension = 1; dimension < 9; dimension++)
        {
            // Coarse numbers, so that many centroids have the same distance.
            float[] centroids = [.. Enumerable.Range(0, 256 * dimension).Select(_ => random.NextUInt64() % 9 * 0.5f)];
            var search = new CentroidSearch(centroids, dimension);
            for (int i = 0; i < 500; i++)
            {
                float[] point = [.. Enumerable.Range(0, dimension).Select(_ => (float)random.NextDouble() * 5)];
                Assert.Equal(search.FindScalar(point), search.Find(point));
                point.AsSpan().Fill(i % 5);
                Assert.Equal(search.FindScalar(point), search.Find(point));
            }
            Assert.Equal(0, search.Find(Enumerable.Repeat(float.PositiveInfinity, dimension).ToArray()));
        }
    }
}

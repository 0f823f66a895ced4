using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class FastTextQuantizerTests : IDisposable
{
    private static readonly FastTextTrainingOptions Small = new() { Dimension = 9, Epochs = 5, LearningRate = 0.5, MinimumSubword = 2, MaximumSubword = 3, Buckets = 2000 };
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
        // The model stays as it was, and threads do not change the result.
        Assert.Equal(before, FastTextTrainer.Train(train, Small, cancellationToken: TestContext.Current.CancellationToken).Fingerprint);
        Assert.Equal(before, FastTextModelFile.Write(model, Stream.Null));
        if (!retrain) Assert.Equal(quantized.Fingerprint, FastTextQuantizer.Quantize(model, options with { Threads = 2 }, train, cancellationToken: TestContext.Current.CancellationToken).Fingerprint);
        Assert.True(quantized.IsQuantized && FastTextModelFile.SizeOf(quantized) < FastTextModelFile.SizeOf(model) / 2);
        string path = Path.Combine(folder.Path, "model.ftz");
        quantized.Save(path);
        Assert.Equal(quantized.Fingerprint, FastTextModel.Load(path).Fingerprint);
        Assert.InRange(FastTextEvaluation.Test(FastTextModel.Load(path), test, cancellationToken: TestContext.Current.CancellationToken).Total.Precision, 0.85, 1);
    }

    [Fact]
    public void Quantize_WhatCannotBe_IsRefused()
    {
        string train = FastTextCorpus.Write(folder, "train", 800);
        FastTextModel model = FastTextTrainer.Train(train, Small, cancellationToken: TestContext.Current.CancellationToken), quantized = FastTextQuantizer.Quantize(model, cancellationToken: TestContext.Current.CancellationToken);
        FastTextModel words = FastTextTrainer.Train(train, new() { Kind = FastTextModelKind.ContinuousBagOfWords, Dimension = 4, Buckets = 300, Epochs = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        FastTextModel few = FastTextTrainer.Train(FastTextCorpus.Write(folder, "few", 10), new() { Dimension = 4 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(quantized)).Message, StringComparison.Ordinal);
        Assert.Contains("classifiers", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(words)).Message, StringComparison.Ordinal);
        Assert.Contains("256", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(few)).Message, StringComparison.Ordinal);
        Assert.Contains("labels", Assert.Throws<InvalidOperationException>(() => FastTextQuantizer.Quantize(model, new() { QuantizeOutput = true })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => FastTextQuantizer.Quantize(model, new() { Retrain = true, Cutoff = 300 }));
    }

    [Fact]
    public void Find_AnyPoint_IsTheOraclesCentroid()
    {
        SeededRandom random = SeededRandom.Create(1, "centroids", "points");
        for (int dimension = 1; dimension < 9; dimension++)
        {
            // Coarse numbers, so that many centroids are equally near.
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

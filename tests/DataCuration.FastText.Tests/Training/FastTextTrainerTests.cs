using System.Text;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

public sealed class FastTextTrainerTests : IDisposable
{
    private static readonly FastTextTrainingOptions Small =
        new() { Dimension = 8, Epochs = 5, LearningRate = 0.5, MinimumSubword = 2, MaximumSubword = 3, Buckets = 500 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(FastTextLoss.Softmax)]
    [InlineData(FastTextLoss.HierarchicalSoftmax)]
    [InlineData(FastTextLoss.NegativeSampling)]
    [InlineData(FastTextLoss.OneVsAll)]
    public void Train_AnyLoss_LearnsAndGivesTheSameTwice(FastTextLoss loss)
    {
        string train = FastTextCorpus.Write(folder, "train", 800), test = FastTextCorpus.Write(folder, "test", 200, seed: 2);
        FastTextModel model = FastTextTrainer.Train(train, Small with { Loss = loss }, cancellationToken: TestContext.Current.CancellationToken);
        model.Save(Path.Combine(folder.Path, "model.bin"));
        byte[] first = File.ReadAllBytes(Path.Combine(folder.Path, "model.bin"));
        FastTextTrainer.Train(File.ReadLines(train).Select(line => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(line))), Small with { Loss = loss },
            cancellationToken: TestContext.Current.CancellationToken).Save(Path.Combine(folder.Path, "model.bin"));
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder.Path, "model.bin")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
        Assert.InRange(FastTextEvaluation.Test(model, test, cancellationToken: TestContext.Current.CancellationToken).Total.Precision, 0.9, 1);
    }

    /// <summary>The bytes that fastText 0.9.2 wrote with the same options, for machines on which it is not installed.</summary>
    [Fact]
    public void Train_KnownText_GivesKnownBytes()
    {
        string train = FastTextCorpus.Write(folder, "train", 300);
        Assert.Equal("f3a91c9009082263026746908e1edde7",
            FastTextTrainer.Train(train, Small with { WordNGrams = 2 }, cancellationToken: TestContext.Current.CancellationToken).Fingerprint);
    }

    [Fact]
    public void Train_SeveralThreads_LearnToo()
    {
        string train = FastTextCorpus.Write(folder, "train", 800), test = FastTextCorpus.Write(folder, "test", 200, seed: 2);
        FastTextModel model = FastTextTrainer.Train(train, Small with { Threads = 3 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(FastTextEvaluation.Test(model, test, cancellationToken: TestContext.Current.CancellationToken).Total.Precision, 0.9, 1);
    }

    [Fact]
    public void Train_Progress_RisesToTheEnd()
    {
        var reports = new Reports();
        FastTextTrainer.Train(FastTextCorpus.Write(folder, "train", 500), Small, reports, TestContext.Current.CancellationToken);
        Assert.InRange(reports.All.Count, 20, 250);
        Assert.Equal(reports.All.Select(report => report.Fraction).Order(), reports.All.Select(report => report.Fraction));
        Assert.InRange(reports.All[^1].Fraction, 0.95, 1);
        Assert.True(reports.All[^1].Loss < reports.All[0].Loss && reports.All[^1].LearningRate < reports.All[0].LearningRate);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_Cancelled_Ends(int threads)
    {
        using var cancellation = new CancellationTokenSource();
        var reports = new Reports { OnReport = cancellation.Cancel };
        Assert.ThrowsAny<OperationCanceledException>(() => FastTextTrainer.Train(FastTextCorpus.Write(folder, "train", 2000),
            Small with { Epochs = 100_000, Threads = threads }, reports, cancellation.Token));
    }

    /// <summary>An epoch is 16 million steps here, in one line. Cancellation must not wait for the end of a line or for the learning rate.</summary>
    [Fact]
    public void Train_CancelledInALongLine_EndsAtOnce()
    {
        string path = Path.Combine(folder.Path, "long");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat(string.Join(' ', Enumerable.Range(0, 1000).Select(i => "w" + i % 50)) + "\n", 3)));
        using var cancellation = new CancellationTokenSource();
        var options = new FastTextTrainingOptions
        {
            Kind = FastTextModelKind.SkipGram,
            Dimension = 2,
            MinimumCount = 1,
            MaximumSubword = 0,
            ContextWindow = 1000,
            Epochs = 1_000_000,
            SamplingThreshold = 1,
            LearningRateUpdateRate = 1_000_000
        };
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(500));
        Assert.ThrowsAny<OperationCanceledException>(() => FastTextTrainer.Train(path, options, null, cancellation.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { LearningRateUpdateRate = int.MaxValue });
    }

    [Theory]
    [InlineData(FastTextLoss.HierarchicalSoftmax)]
    [InlineData(FastTextLoss.Softmax)]
    public void Train_WordVectorsWithoutAWord_AreRefused(FastTextLoss loss)
    {
        string path = Path.Combine(folder.Path, "labels");
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("__label__a __label__b rare\n", 3)));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => FastTextTrainer.Train(path,
            new() { Kind = FastTextModelKind.SkipGram, Loss = loss, MinimumCount = 4 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("no word", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WordsThatCollide_AreRefusedWithTheFile()
    {
        // All words have the same eight bits that select the table's slot.
        string[] words = [.. Enumerable.Range(0, int.MaxValue).Select(i => "w" + i)
            .Where(word => (SeededRandom.Mix(FastTextHash.Compute(Encoding.UTF8.GetBytes(word))) & 0xFF) == 7).Take(126)];
        string path = Path.Combine(folder.Path, "collide");
        File.WriteAllText(path, "__label__a " + string.Join(' ', words) + "\n");
        InvalidDataException e =
            Assert.Throws<InvalidDataException>(() => FastTextTrainer.Train(path, Small, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("same hash", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no word")]
    [InlineData("only words\n", "no label")]
    public void Train_NothingToLearn_IsRefused(string text, string reason)
    {
        string path = Path.Combine(folder.Path, "empty");
        File.WriteAllText(path, text);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(
            () => FastTextTrainer.Train(path, cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_OneLabelWithNegatives_IsRefused()
    {
        string path = Path.Combine(folder.Path, "one");
        File.WriteAllText(path, "__label__a one two\n");
        Assert.Throws<InvalidDataException>(
            () => FastTextTrainer.Train(path, new() { Loss = FastTextLoss.NegativeSampling }, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Train_HugeLearningRate_Throws(int threads)
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => FastTextTrainer.Train(FastTextCorpus.Write(folder, "train", 300),
            Small with { LearningRate = 1e30, Threads = threads }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("diverged", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 3\na 1 2 3\nb 1 2\n", "ends within vector 2")]
    [InlineData("2 3\na 1 2 3\n", "ends after 1 of 2")]
    [InlineData("999999999999 3\na 1 2 3\n", "ends after 1")]
    [InlineData("1 4\na 1 2 3 4\n", "dimension 4, not 3")]
    [InlineData("1 3\na 1 x 3\n", "no valid number at position 2")]
    [InlineData("x\n", "does not begin")]
    public void Train_DamagedVectors_AreRefused(string vectors, string reason)
    {
        string path = Path.Combine(folder.Path, "bad.vec");
        File.WriteAllText(path, vectors);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => FastTextTrainer.Train(FastTextCorpus.Write(folder, "train", 20),
            new() { Dimension = 3, PretrainedVectors = path }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Kinds_HaveTheProgramsDefaults()
    {
        var classifier = new FastTextTrainingOptions();
        FastTextTrainingOptions words = classifier with { Kind = FastTextModelKind.SkipGram };
        Assert.Equal((0.1, 1, 0, 0, FastTextLoss.Softmax),
            (classifier.LearningRate, classifier.MinimumCount, classifier.MinimumSubword, classifier.MaximumSubword, classifier.Loss));
        Assert.Equal((0.05, 5, 3, 6, FastTextLoss.NegativeSampling),
            (words.LearningRate, words.MinimumCount, words.MinimumSubword, words.MaximumSubword, words.Loss));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FastTextTrainingOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FastTextTrainingOptions { LearningRate = double.NaN });
        Assert.Throws<ArgumentException>(() => new FastTextTrainingOptions { LabelPrefix = "" });
    }

    [Fact]
    public void Count_FullTable_DropsRareWords()
    {
        // 100 frequent words among 3,000 that occur once, in a table for 400.
        string text = string.Join(' ', Enumerable.Range(0, 3000).Select(i => $"rare{i} often{i % 100}"));
        using var reader = new FastTextTokenReader(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        FastTextVocabulary vocabulary = FastTextVocabulary.Count(reader, "__label__"u8.ToArray(), TestContext.Current.CancellationToken, maxEntries: 400);
        vocabulary.Drop(2, 0);
        FastTextEntries entries = vocabulary.ToEntries();
        Assert.Equal(6000, entries.Tokens);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"often{i}").Order(StringComparer.Ordinal),
            Enumerable.Range(0, entries.Count).Select(i => Encoding.UTF8.GetString(entries[i])).Order(StringComparer.Ordinal));
    }

    private sealed class Reports : IProgress<FastTextTrainingProgress>
    {
        public List<FastTextTrainingProgress> All { get; } = [];

        public Action? OnReport { get; init; }

        public void Report(FastTextTrainingProgress value)
        {
            All.Add(value);
            OnReport?.Invoke();
        }
    }
}

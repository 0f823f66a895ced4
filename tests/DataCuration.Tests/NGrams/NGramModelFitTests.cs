using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.NGrams;

public sealed class NGramModelFitTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);
    private readonly List<NGramModel> models = [];

    [Fact]
    public async Task Fit_HandWorkedBigrams_GivesTheFractions()
    {
        // Bigrams: <s> a 3, a b 2, a c 1, b </s> 2, c </s> 1, so n1 = 2, n2 = 2, n3 = 1, n4 = 0; Y = 1/3; D1 = 1/3, D2 = 3/2, D3 = 3.
        // Unigrams by different words before: a 1, b 1, c 1, </s> 2. No count of 3, so the fallback counts: D1 = 1/2, D2 = 1. Weight of the uniform
        // distribution over a, b, c, </s>, <unk>: (3/2 + 1)/5 = 1/2.
        NGramModel model = await Fit(["a b\na b\na c"], new NGramModelFit { Order = 2, Partitions = 3 });
        Assert.Equal((2, 6, 6L, 5L), (model.Order, model.VocabularySize, model.GetCount(1), model.GetCount(2)));
        AssertProbability(0.2, model, [], "a");
        AssertProbability(0.3, model, [], "</s>");
        AssertProbability(0.1, model, [], "<unk>");
        AssertProbability(13.0 / 45, model, ["a"], "b");
        AssertProbability(31.0 / 90, model, ["a"], "c");
        AssertProbability(11.0 / 90, model, ["a"], "a");
        AssertProbability(11.0 / 60, model, ["a"], "</s>");
        AssertProbability(0.2, model, ["<s>"], "a");
        // b is followed by </s> twice: (2 − 3/2)/2 + (3/2)/2 · 3/10.
        AssertProbability(0.25 + (0.75 * 0.3), model, ["b"], "</s>");
        double log10 = Math.Log10(0.2) + Math.Log10(13.0 / 45) + Math.Log10(0.475);
        NGramScore score = model.Score("a b"u8.ToArray());
        Assert.Equal(log10, score.Log10, 1e-5);
        Assert.Equal(Math.Pow(10, -log10 / 3), score.Perplexity, 1e-4);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(4, null)]
    [InlineData(3, "0 0 1")]
    [InlineData(4, "0 1 1 2")]
    [InlineData(6, "0 0 1")]
    public async Task Fit_RandomCorpus_EqualsTheDefinition(int order, string? prune)
    {
        int[]? thresholds = prune?.Split(' ').Select(int.Parse).ToArray();
        string[] texts = Texts(order, 60);
        NGramModel model = await Fit(texts, new NGramModelFit { Order = order, Prune = thresholds ?? [], Partitions = 4 });
        // Sorted on disk, the model has the same bytes.
        using (var other = new RunFolder(inMemory: true))
        {
            using NGramModel onDisk = await Documents(texts).FitAsync(new NGramModelFit
            {
                Order = order,
                Prune = thresholds ?? [],
                Partitions = 4,
                InMemoryBytes = 0,
            }, other.Run(), TestContext.Current.CancellationToken);
            Assert.Equal(await File.ReadAllBytesAsync(onDisk.Path, TestContext.Current.CancellationToken),
                await File.ReadAllBytesAsync(model.Path, TestContext.Current.CancellationToken));
        }
        var oracle = new StraightforwardKneserNey(texts.SelectMany(text => text.Split('\n')), order, thresholds);
        Assert.Equal(oracle.Vocabulary.Count + 1, model.VocabularySize);
        int compared = 0;
        foreach (string context in oracle.Contexts.Where((_, i) => i % 7 == 0))
        {
            string[] words = context.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            double sum = 0;
            foreach (string word in oracle.Vocabulary)
            {
                double expected = oracle.Probability(context, word), found = Probability(model, words, word);
                Assert.True(Math.Abs(expected - found) <= 2e-6 * Math.Max(expected, 1e-3), $"p({word} | {context}) is {found}, not {expected}");
                sum += found;
                compared++;
            }
            Assert.Equal(1, sum, 1e-5);
        }
        Assert.True(compared > 20, $"{compared} compared");
    }

    [Fact]
    public async Task Fit_UnseenContexts_AddUpToOne()
    {
        NGramModel model = await Fit(Texts(3, 40), new NGramModelFit { Order = 3, Partitions = 2 });
        foreach (int[] context in (int[][])[[0], [0, 5], [7, 7], [3, 1], [2, 4], [9, 8, 7, 6]])
        {
            double sum = 0;
            for (int word = 0; word < model.VocabularySize; word++)
                if (word != 1) sum += Math.Pow(10, model.GetLogProbability(context, word));
            Assert.Equal(1, sum, 1e-5);
        }
    }

    [Fact]
    public async Task Fit_OtherWorkersPartitionsAndMemory_GivesTheSameBytes()
    {
        string[] texts = Texts(11, 300);
        byte[]? first = null;
        foreach ((int workers, int partitions, long memory, long inMemory) in ((int, int, long, long)[])
            [(1, 1, 1 << 20, 0), (2, 5, 1 << 20, 0), (2, 64, 256 << 20, 0), (1, 1, 1 << 20, 1 << 30), (2, 5, 1 << 20, 1 << 30)])
        {
            using var own = new RunFolder(inMemory: true);
            CurationRun run = own.Run(options => options with { MaxParallelShards = workers });
            for (int i = 0; i < 4; i++)
                own.Inputs.Write($"in/{i}.txt", string.Join("\n", texts.Where((_, j) => j % 4 == i)));
            var fit = new NGramModelFit { Order = 4, Partitions = partitions, MemoryBytes = memory, InMemoryBytes = inMemory };
            using NGramModel model = await Corpus.FromText(own.Inputs["in/*.txt"]).FitAsync(fit, run, TestContext.Current.CancellationToken);
            byte[] bytes = await File.ReadAllBytesAsync(model.Path, TestContext.Current.CancellationToken);
            first ??= bytes;
            Assert.True(first.AsSpan().SequenceEqual(bytes), $"{workers} workers, {partitions} partitions, {memory} bytes, {inMemory} in memory");
        }
    }

    [Fact]
    public async Task Fit_MinWordCount_CountsRareWordsAsUnknown()
    {
        NGramModel model = await Fit(["a a a b\na c a"], new NGramModelFit { Order = 2, MinWordCount = 2, Partitions = 1 });
        Assert.Equal(4, model.VocabularySize);
        Assert.Equal(0, model.FindWord("b"u8));
        // a <unk> is a bigram of the corpus: more probable than the unknown word after the start of a sentence.
        Assert.True(Probability(model, ["a"], "<unk>") > Probability(model, ["<s>"], "<unk>"));
        Assert.Equal(2, model.Score("b zzz a"u8.ToArray()).Unknown);
    }

    [Fact]
    public async Task Fit_SpecialAndEndlessWords_AreNotInTheVocabulary()
    {
        NGramModel model = await Fit([$"a <s> b </s> <unk> c\n{new string('x', 5000)} a"], new NGramModelFit { Order = 3, Partitions = 2 });
        Assert.Equal(6, model.VocabularySize);
        Assert.Equal(["<unk>", "<s>", "</s>", "a", "b", "c"], Enumerable.Range(0, 6).Select(model.GetWord));
        // The special words are left out: b follows a.
        Assert.True(Probability(model, ["a"], "b") > Probability(model, ["a"], "a"));
        Assert.Equal(2, model.Score("a <s> </s> b"u8.ToArray()).Unknown);
    }

    [Fact]
    public async Task Fit_NoSentence_Throws()
    {
        CurationException e = await Assert.ThrowsAsync<CurationException>(() => Fit([""], new NGramModelFit { Tokens = new() { SkipEmptyLines = true } }));
        Assert.Contains("no sentence", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_SmallCorpusWithoutFallback_Throws()
    {
        CurationException e = await Assert.ThrowsAsync<CurationException>(() => Fit(["a b"], new NGramModelFit { FallbackDiscounts = [] }));
        Assert.Contains("FallbackDiscounts", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_SmallCorpus_WarnsOfTheFallback()
    {
        CurationRun run = folder.Run();
        models.Add(await Documents(["a b"]).FitAsync(new NGramModelFit { Order = 2, Partitions = 1 }, run, TestContext.Current.CancellationToken));
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning =>
            warning.Message.Contains("small or artificial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fit_Encoder_TakesTokensAsWords()
    {
        var tokens = new NGramTokens { Encoder = ByteTokenEncoder.Instance };
        NGramModel model = await Fit(["abab\nab"], new NGramModelFit { Order = 2, Tokens = tokens, Partitions = 1 });
        Assert.Equal(["97", "98"], Enumerable.Range(3, 2).Select(model.GetWord));
        Assert.Equal(3, model.Score("ab\nb"u8.ToArray()).Words);
        Assert.Throws<ArgumentException>(() => NGramModel.Load(model.Path));
        using NGramModel again = NGramModel.Load(model.Path, tokens);
        Assert.Equal(model.Fingerprint, again.Fingerprint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 30)]
    public async Task Fit_TwoRanks_GivesTheBytesOfOne(long inMemory)
    {
        string[] texts = Texts(12, 120);
        var fit = new NGramModelFit { Order = 3, Partitions = 4, InMemoryBytes = inMemory };
        using var one = new RunFolder(inMemory: true);
        using var two = new RunFolder(inMemory: true);
        foreach (RunFolder own in (RunFolder[])[one, two])
            for (int i = 0; i < 4; i++) own.Inputs.Write($"in/{i}.txt", string.Join("\n", texts.Where((_, j) => j % 4 == i)));
        using NGramModel whole = await Corpus.FromText(one.Inputs["in/*.txt"]).FitAsync(fit, one.Run(), TestContext.Current.CancellationToken);
        // Both ranks work on the phases at the same time, and wait for each other's.
        NGramModel[] parts = await Task.WhenAll(Enumerable.Range(0, 2).Select(rank => Corpus.FromText(two.Inputs["in/*.txt"])
            .FitAsync(fit, two.Run(options => options with { Rank = rank, WorldSize = 2 }), TestContext.Current.CancellationToken)));
        foreach (NGramModel part in parts)
        {
            Assert.Equal(whole.Fingerprint, part.Fingerprint);
            part.Dispose();
        }
    }

    [Fact]
    public async Task Fit_RareCombinations_EqualOnDiskAndInMemory()
    {
        // Long sentences of few words, so that many places share five words and more; and words of every length.
        var random = SeededRandom.Create(5, "ngrams", "rare");
        string[] texts = [.. Enumerable.Range(0, 40).Select(_ => string.Join(' ', Enumerable.Range(0, 60).Select(_ =>
            new string('x', 1 + (int)(random.NextDouble() * random.NextDouble() * 20)))))];
        byte[][] bytes = new byte[2][];
        for (int i = 0; i < 2; i++)
        {
            using var own = new RunFolder(inMemory: true);
            using NGramModel model = await Documents(texts).FitAsync(
                new NGramModelFit { Order = 6, Partitions = 3, InMemoryBytes = i << 30 }, own.Run(), TestContext.Current.CancellationToken);
            bytes[i] = await File.ReadAllBytesAsync(model.Path, TestContext.Current.CancellationToken);
            // Scoring in blocks equals the probabilities of single words.
            foreach (string text in texts.Take(3))
            {
                string[] words = text.Split(' ');
                double log10 = 0;
                int[] ids = [1, .. words.Select(word => Id(model, word)), 2];
                for (int at = 1; at < ids.Length; at++) log10 += model.GetLogProbability(ids.AsSpan(0, at), ids[at]);
                Assert.Equal(log10, model.Score(Encoding.UTF8.GetBytes(text)).Log10);
            }
        }
        Assert.Equal(bytes[0], bytes[1]);
    }

    [Fact]
    public void Prune_WrongThresholds_Throws()
    {
        Assert.Throws<ArgumentException>(() => new NGramModelFit { Prune = [1] });
        Assert.Throws<ArgumentException>(() => new NGramModelFit { Prune = [0, 2, 1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModelFit { Order = 7 });
    }

    public void Dispose()
    {
        foreach (NGramModel model in models) model.Dispose();
        folder.Dispose();
    }

    internal static string[] Texts(int seed, int count)
    {
        var random = SeededRandom.Create((ulong)seed, "ngrams", "texts");
        var texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            int lines = 1 + (int)(random.NextDouble() * 3);
            for (int line = 0; line < lines; line++)
            {
                if (line > 0) text.Append('\n');
                int words = (int)(random.NextDouble() * 8);
                for (int word = 0; word < words; word++)
                {
                    double x = random.NextDouble();
                    text.Append(word == 0 ? "" : " ").Append('w').Append((int)(25 * x * x * x));
                }
            }
            texts[i] = text.ToString();
        }
        return texts;
    }

    private static Corpus Documents(string[] texts) => Corpus.FromDocuments(texts.Select((text, i) => new Document($"d{i}", text)));

    private async Task<NGramModel> Fit(string[] texts, NGramModelFit fit)
    {
        NGramModel model = await Documents(texts).FitAsync(fit, folder.Run(), TestContext.Current.CancellationToken);
        models.Add(model);
        return model;
    }

    private static double Probability(NGramModel model, string[] context, string word) =>
        Math.Pow(10, model.GetLogProbability([.. context.Select(one => Id(model, one))], Id(model, word)));

    private static int Id(NGramModel model, string word) =>
        word switch { "<unk>" => 0, "<s>" => 1, "</s>" => 2, _ => model.FindWord(Encoding.UTF8.GetBytes(word)) };

    private static void AssertProbability(double expected, NGramModel model, string[] context, string word) =>
        Assert.Equal(expected, Probability(model, context, word), 1e-6);
}

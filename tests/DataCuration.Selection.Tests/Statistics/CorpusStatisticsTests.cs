using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class CorpusStatisticsTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.0)]
    [InlineData(1.3)]
    public void ZipfCoefficient_PowerLaw_IsItsExponent(double exponent)
    {
        long[] counts = [.. Enumerable.Range(1, 5_000).Select(rank => (long)Math.Round(1e9 / Math.Pow(rank, exponent))).OrderBy(count => count % 97)];
        Assert.Equal(exponent, ZipfLaw.Coefficient(counts), 0.02);
        Assert.Equal(exponent, ZipfLaw.Coefficient(counts, 100), 0.02);
    }

    [Fact]
    public void ZipfCoefficient_FewWords_IsNotANumber()
    {
        Assert.True(double.IsNaN(ZipfLaw.Coefficient([5, 0, 0])));
        Assert.Equal(1, ZipfLaw.Coefficient([4, 0, 2]), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => ZipfLaw.Coefficient([1, -1]));
    }

    // 20 occurrences: three words of 1 make 15 %, the word of 2 makes 25 % with them, the word of 3 makes 40 %.
    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.14, 0)]
    [InlineData(0.15, 1)]
    [InlineData(0.39, 2)]
    [InlineData(0.4, 3)]
    [InlineData(1.0, 12)]
    public void MaxCount_Shares_TakeWordsOfEqualCountTogether(double share, long expected) =>
        Assert.Equal(expected, RareWords.MaxCount([1, 12, 1, 2, 3, 1], share));

    [Fact]
    public async Task RareWordTagger_Documents_GetTheirShare()
    {
        using WordCounts reference = await Counts("the the the the the the the the a b");
        List<Document> tagged = await RunFolder.Read(Corpus.FromDocuments([new("x", "the a c the"),
            new("y", "")]).Pipe(new RareWordTagger(reference) { Share = 0.2 }), folder.Run());
        Assert.Equal(0.5, tagged[0].Get(RareWordTagger.RareShare), 1e-12);
        Assert.False(tagged[1].TryGet(RareWordTagger.RareShare, out _));
    }

    [Fact]
    public async Task InformationGain_ModelWithoutMemory_IsZero()
    {
        Corpus corpus = Corpus.FromDocuments([new("a", "abc"), new("b", "")]);
        var memoryless = new Scorer((_, _) => 1.25);
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new InformationGainTagger(memoryless, memoryless)), folder.Run());
        Assert.Equal(0, tagged[0].Get(InformationGainTagger.Gain));
        Assert.False(tagged[1].TryGet(InformationGainTagger.Gain, out _));
        // A longer context takes i / 10 nats from token i: (0 + 0.1 + 0.2) / 3.
        var longer = new Scorer((i, _) => 1.25 - (i / 10.0));
        Assert.Equal(0.1, (await RunFolder.Read(corpus.Pipe(new InformationGainTagger(memoryless, longer)), folder.Run()))[0].Get(InformationGainTagger.Gain),
            1e-12);
        Assert.Throws<ArgumentException>(() => InformationGain.Of([new(1, 1)], [new(2, 1)]));
        Assert.Throws<ArgumentException>(() => InformationGain.Of([new(1, 1)], []));
    }

    [Fact]
    public async Task DomainDifficulty_Groups_AreRankedBySpecificity()
    {
        (string Domain, string Text)[] texts = [("law", "aa"), ("law", "aaaa"), ("news", "b"), ("news", "bb"), ("news", "bbb")];
        Document[] documents =
        [
            .. texts.Select((one, i) => new Document($"d{i}", one.Text).With(DomainTagger.Domain, one.Domain)), new Document("none", "c"),
            new Document("empty", "").With(DomainTagger.Domain, "law"),
        ];
        // The general model loses 3 nats a token; the domain's model 1 on a and 4 on other letters, and 0.5 more on texts of four letters.
        var general = new Scorer((_, _) => 3);
        var domain = new Scorer((_, text) => (text[0] == (byte)'a' ? 1 : 4) + (text.Length == 4 ? 0.5 : 0));
        CurationRun run = folder.Run();
        Corpus tagged = Corpus.FromDocuments(documents).Pipe(new DomainSpecificityTagger(general, domain));
        DomainDifficultyReport report = await tagged.FitAsync(new DomainDifficultyFit(), run);
        Assert.Equal(1, report.Unrated);
        Assert.Equal(["law 2", "", "news 3"], report.Groups.Select(group => group.Group.Length == 0 ? "" : $"{group.Group} {group.Documents}"));
        DomainDifficulty law = report.Groups[0];
        Assert.Equal((3.0, 1.25, 1.75, 1.0), (law.GeneralLoss, law.DomainLoss, law.Specificity, law.DomainWins));
        Assert.Equal(0.25, law.StandardError, 1e-12); // differences 2 and 1.5: deviation 0.3536, by the root of 2
        Assert.Equal((-1.0, 0.0), (report.Groups[2].Specificity, report.Groups[2].DomainWins));
        Assert.True(double.IsNaN(report.Groups[1].StandardError));
        Assert.Contains("law", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, (await tagged.FitAsync(new DomainDifficultyFit { GroupField = null }, run)).Groups[0].GeneralLoss);
    }

    [Fact]
    public void InformativeWords_HandWorkedExample_GivesTheLogOdds()
    {
        // (3 + 1) / (10 + 10 − 3 − 1) = 1/4 and (1 + 1) / (20 + 10 − 1 − 1) = 1/14; variance 1/4 + 1/2.
        (double logOdds, double score) = InformativeWords.Score(3, 10, 1, 20, 1, 10);
        Assert.Equal(Math.Log(14.0 / 4), logOdds, 1e-12);
        Assert.Equal(Math.Log(14.0 / 4) / Math.Sqrt(0.75), score, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => InformativeWords.Score(1, 1, 1, 1, 0, 1));
    }

    [Fact]
    public async Task InformativeWords_Domain_RanksItsOwnWordsFirst()
    {
        using WordCounts domain = await Counts(string.Concat(Enumerable.Repeat("the court held the writ ", 30)) + "once");
        using WordCounts background = await Counts(string.Concat(Enumerable.Repeat("the cat sat on the mat and the court ", 30)));
        IReadOnlyList<InformativeWord> words = InformativeWords.Rank(domain, background, 3, priorWords: 50);
        Assert.Equal(["held", "writ"], words.Take(2).Select(word => word.Word).Order(StringComparer.Ordinal));
        Assert.True(words[1].ZScore > 2 && words[0].ZScore >= words[1].ZScore);
        Assert.Equal((30L, 0L), (words[0].DomainCount, words[0].BackgroundCount));
        // A word that occurs once is not informative, though its ratio of frequencies is infinite.
        Assert.DoesNotContain(words.Take(2), word => word.Word == "once");
        using WordCounts other = await Counts("the", NGramForm.Simplified);
        Assert.Throws<ArgumentException>(() => InformativeWords.Rank(domain, other));
    }

    public void Dispose() => folder.Dispose();

    private Task<WordCounts> Counts(string text, NGramForm form = NGramForm.Unchanged) =>
        Corpus.FromDocuments([new Document("d", text)]).FitAsync(new WordCountFit { Partitions = 2, Tokens = new() { Form = form } }, folder.Run(),
            TestContext.Current.CancellationToken);

    private sealed class Scorer(Func<int, byte[], double> loss) : ITokenLossScorer
    {
        public int BatchSize => 2;

        public void Describe(FingerprintWriter writer) => writer.Add("loss", $"{loss(0, [97])} {loss(1, [98, 98, 98, 98])}");

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken)
        {
            for (int i = 0; i < utf8Texts.Length; i++)
            {
                byte[] text = utf8Texts[i].ToArray();
                for (int j = 0; j < text.Length; j++) losses[i].Add(new(text[j], loss(j, text)));
            }
        }
    }
}

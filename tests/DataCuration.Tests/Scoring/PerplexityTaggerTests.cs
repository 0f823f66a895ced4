using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.Scoring;

public sealed class PerplexityTaggerTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    [Fact]
    public async Task Transform_TokenScorer_WritesPerplexityAndBits()
    {
        Corpus corpus = Corpus.FromDocuments([new("a", "ab"), new("é", "é"), new("empty", "")]);
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new PerplexityTagger(new PerByte(Math.Log(2), 1))), folder.Run());
        Assert.Equal(2, tagged[0].Get(PerplexityTagger.Perplexity), 1e-12);
        Assert.Equal(1, tagged[0].Get(PerplexityTagger.BitsPerByte), 1e-12);
        Assert.Equal(2, tagged[1].Get(PerplexityTagger.BitsPerCharacter), 1e-12);
        Assert.False(tagged[2].TryGet(PerplexityTagger.Perplexity, out _));
    }

    [Fact]
    public async Task Transform_TotalScorer_WritesBitsAlone()
    {
        Document old = new Document("a", "ab").With(PerplexityTagger.Perplexity, 7.0);
        List<Document> tagged = await RunFolder.Read(Corpus.FromDocuments([old]).Pipe(new PerplexityTagger(new Totals()) { Prefix = "" }), folder.Run());
        Assert.Equal(1.5, tagged[0].Get(PerplexityTagger.BitsPerByte), 1e-12);
        Assert.False(tagged[0].TryGet(PerplexityTagger.Perplexity, out _)); // that of an earlier run is gone
    }

    [Fact]
    public async Task Transform_ModelsByLanguage_ScoreTheirOwnDocuments()
    {
        var scorers = new Dictionary<string, ITextLossScorer>(StringComparer.Ordinal) { ["en"] = new PerByte(1, 1), ["de"] = new PerByte(2, 1) };
        Document[] documents = [.. ((string[])["en", "de", "fr", ""]).Select(language =>
            language.Length == 0 ? new Document("none", "xx") : new Document(language, "xx").With(LanguageTagger.Language, language))];
        List<Document> tagged = await RunFolder.Read(Corpus.FromDocuments(documents).Pipe(new PerplexityTagger(scorers) { Prefix = "wiki_" }), folder.Run());
        var key = new AnnotationKey<double>("wiki_perplexity");
        Assert.Equal(Math.E, tagged[0].Get(key), 1e-12);
        Assert.Equal(Math.E * Math.E, tagged[1].Get(key), 1e-12);
        Assert.False(tagged[2].TryGet(key, out _));
        Assert.False(tagged[3].TryGet(key, out _));
        Assert.Throws<ArgumentException>(() => new PerplexityTagger(new Dictionary<string, ITextLossScorer>(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Transform_LargeBatches_AreSortedByLengthAndGiveTheSameLosses()
    {
        Document[] documents = [.. Enumerable.Range(0, 100).Select(i => new Document($"d{i}", new string('x', 1 + (i * 37 % 50))))];
        var scorer = new PerByte(0.5, 8);
        List<Document> tagged = await RunFolder.Read(Corpus.FromDocuments(documents).Pipe(new PerplexityTagger(scorer) { SortedBatches = 8 }), folder.Run());
        Assert.All(tagged, document => Assert.Equal(Math.Exp(0.5), document.Get(PerplexityTagger.Perplexity), 1e-12));
        Assert.Equal(documents.Select(document => document.Id), tagged.Select(document => document.Id));
        Assert.Equal(8, scorer.LargestBatch);
        // In a batch of 64 sorted by length, the longest text of a batch of 8 is at most a few characters longer than its shortest one.
        Assert.True(scorer.WidestBatch <= 10, $"a batch has lengths that differ by {scorer.WidestBatch}");
    }

    /// <summary>The exponential of the C library has other last bits on other systems.</summary>
    [Fact]
    public async Task Transform_AnyLoss_GivesTheBitsOfEverySystem()
    {
        for (int i = 1; i <= 100; i++)
        {
            Corpus corpus = Corpus.FromDocuments([new("a", "x")]).Pipe(new PerplexityTagger(new PerByte(i / 13.0, 1)));
            List<Document> tagged = await RunFolder.Read(corpus, folder.Run());
            Assert.Equal(DeterministicMath.Exp(i / 13.0), tagged[0].Get(PerplexityTagger.Perplexity));
        }
    }

    public void Dispose() => folder.Dispose();

    private sealed class PerByte(double natsPerByte, int batchSize) : ITokenLossScorer
    {
        public int BatchSize => batchSize;

        public int LargestBatch { get; private set; }

        public int WidestBatch { get; private set; }

        public void Describe(FingerprintWriter writer) => writer.Add("per_byte", natsPerByte);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken)
        {
            LargestBatch = Math.Max(LargestBatch, utf8Texts.Length);
            int longest = 0, shortest = int.MaxValue;
            for (int i = 0; i < utf8Texts.Length; i++)
            {
                (longest, shortest) = (Math.Max(longest, utf8Texts[i].Length), Math.Min(shortest, utf8Texts[i].Length));
                foreach (byte one in utf8Texts[i].Span) losses[i].Add(new(one, natsPerByte));
            }
            WidestBatch = Math.Max(WidestBatch, longest - shortest);
        }
    }

    private sealed class Totals : ITextLossScorer
    {
        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "totals");

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken)
        {
            for (int i = 0; i < nats.Length; i++) nats[i] = 1.5 * Math.Log(2) * utf8Texts[i].Length;
        }
    }
}

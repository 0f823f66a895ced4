using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Ratings;

public sealed class WeightedRatingTaggerTests
{
    [Fact]
    public async Task Transform_AllRatings_WritesTheirWeightedSum()
    {
        AnnotationKey<double> a = new("a"), b = new("b"), sum = new("weighted_rating");
        using var folder = new RunFolder(inMemory: true);
        Corpus corpus = Corpus.FromDocuments([new Document("1", "x").With(a, 4.0).With(b, 2.0), new Document("2", "x").With(a, 4.0)])
            .Pipe(new WeightedRatingTagger(new(["a", "b"], [0.75, 0.25])));
        List<Document> tagged = await RunFolder.Read(corpus, folder.Run());
        Assert.Equal(3.5, tagged[0].Get(sum), 12);
        Assert.False(tagged[1].TryGet(sum, out _));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Transform_RatingThatIsNotFinite_RemovesTheSumOfAnEarlierRun(double rating)
    {
        AnnotationKey<double> a = new("a"), b = new("b"), sum = new("weighted_rating");
        using var folder = new RunFolder(inMemory: true);
        Corpus corpus = Corpus.FromDocuments([new Document("1", "x").With(a, 4.0).With(b, rating).With(sum, 9.0), new Document("2", "x").With(sum, 9.0)])
            .Pipe(new WeightedRatingTagger(new(["a", "b"], [1, 0])));
        Assert.All(await RunFolder.Read(corpus, folder.Run()), document => Assert.False(document.TryGet(sum, out _)));
    }

    [Fact]
    public async Task Transform_WithScales_StandardizesBeforeItWeighs()
    {
        AnnotationKey<double> a = new("a"), b = new("b"), sum = new("weighted_rating");
        using var folder = new RunFolder(inMemory: true);
        var scales = new RatingScales([new("b", 0.5, 0.1), new("a", 50, 20)]);
        Corpus corpus = Corpus.FromDocuments([new Document("1", "x").With(a, 90.0).With(b, 0.4)])
            .Pipe(new WeightedRatingTagger(new(["a", "b"], [0.75, 0.25])) { Scales = scales });
        Assert.Equal((0.75 * 2) - 0.25, (await RunFolder.Read(corpus, folder.Run()))[0].Get(sum), 12);
    }

    [Fact]
    public void Scales_RatingWithoutScale_NamesIt()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new WeightedRatingTagger(new(["a", "b"], [0.75, 0.25])) { Scales = new([new("a", 0, 1)]) });
        Assert.Contains("no rating 'b'; they have 'a'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetaRater_Search_FindsTheRatingThatMatters()
    {
        MixtureSource[] ratings = [.. Enumerable.Range(0, 4).Select(i => new MixtureSource($"r{i}", 1))];
        var evaluator = new DelegateMixtureEvaluator("loss", weights => -Math.Pow(1 - weights["r2"], 2));
        var search = new ClimbSearch(ratings, evaluator) { Options = MixtureSearchOptions.MetaRater(4) with { Candidates = 4_000 } };
        MixtureSearchReport report = await search.RunAsync();
        Assert.Equal(256, report.Evaluations.Count);
        Assert.InRange(report.Result["r2"], 0.6, 1);
    }
}

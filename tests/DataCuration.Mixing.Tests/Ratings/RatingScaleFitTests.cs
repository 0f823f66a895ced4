using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Ratings;

public sealed class RatingScaleFitTests : IDisposable
{
    private static readonly AnnotationKey<double> A = new("a"), B = new("b");
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_KnownRatings_GivesMeanAndPopulationDeviation()
    {
        RatingScales scales = await Fit([Rated(2, 1), Rated(4, 1), Rated(4, 3), Rated(4, 3), Rated(5, 1), Rated(5, 3), Rated(7, 1), Rated(9, 3)], "a", "b");
        Assert.Equal(new("a", 5, 2), scales.Ratings[0]);
        Assert.Equal(new("b", 2, 1), scales.Ratings[1]);
        Assert.Equal([new MixtureSource("a", 1), new MixtureSource("b", 1)], scales.ToSources());
        using var stream = new MemoryStream();
        scales.WriteJson(stream);
        RatingScales loaded = RatingScales.Load(folder.Inputs.Write("scales.json", stream.ToArray()));
        Assert.Equal(scales.Fingerprint, loaded.Fingerprint);
        Assert.Equal(scales.PoolHash, loaded.PoolHash);
        Assert.Contains("| a |", scales.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_OtherWorkers_GivesTheSame()
    {
        string[] files = [.. Enumerable.Range(0, 5).Select(file => folder.Inputs.Write($"pool-{file}.jsonl", System.Text.Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Range(0, 7).Select(i => FormattableString.Invariant($"{{\"text\":\"t\",\"a\":{Math.Sin((file * 7) + i)}}}\n"))))))];
        var fingerprints = new List<string>();
        foreach (int workers in (int[])[1, 3])
        {
            using var one = new RunFolder(inMemory: true);
            fingerprints.Add((await Corpus.FromJsonl(files).FitAsync(new RatingScaleFit("a"),
                one.Run(o => o with { MaxParallelShards = workers }))).Fingerprint);
        }
        Assert.Equal(fingerprints[0], fingerprints[1]);
    }

    [Fact]
    public async Task Fit_OtherText_HasAnotherPoolHash()
    {
        RatingScales one = await Fit([Rated(1, 0), Rated(2, 0)], "a"), other = await Fit([Rated(1, 0), Rated(2, 0, "y")], "a");
        Assert.Equal(one.Ratings, other.Ratings);
        Assert.NotEqual(one.PoolHash, other.PoolHash);
    }

    [Fact]
    public async Task Fit_SomeDocumentsUnrated_WarnsWithTheirNumber()
    {
        CurationRun run = folder.Run();
        RatingScales scales = await Corpus.FromDocuments([Rated(1, 0), Rated(3, 0), new Document("x", "x"), new Document("n", "x").With(A, double.NaN)])
            .FitAsync(new RatingScaleFit("a"), run);
        Assert.Equal(new("a", 2, 1), scales.Ratings[0]);
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning => warning.Message.Contains("2 of 4 documents have no number in 'a'",
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("c", 1, 2, "None of 2 documents has a number in 'c'")]
    [InlineData("a", 0.1, 0.1, "All 2 ratings in 'a' are 0.1")]
    [InlineData("a", 1e300, -1e300, "'a' are so large")]
    public async Task Fit_RatingThatCannotBeScaled_NamesIt(string rating, double first, double second, string message)
    {
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => Fit([Rated(first, 0), Rated(second, 0)], rating));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_AnyDivision_EqualsTwoPasses() => Gen.Double[-1e3, 1e3].Array[2, 40].Select(Gen.Int[0, 40]).Sample((values, cut) =>
    {
        RatingMoments left = default, right = default;
        foreach (double value in values.Take(cut)) left.Add(value);
        foreach (double value in values.Skip(cut)) right.Add(value);
        left.Join(right);
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        Assert.Equal(values.Length, left.Count);
        Assert.Equal(mean, left.Mean, 1e-9);
        Assert.Equal(deviation, left.StandardDeviation, 1e-9);
    });

    [Fact]
    public void Constructor_NamesThatRepeat_Throws()
    {
        Assert.Throws<ArgumentException>(() => new RatingScaleFit("a", "a"));
        Assert.Throws<ArgumentException>(() => new RatingScaleFit());
        Assert.Throws<ArgumentException>(() => new RatingScales([new("a", 0, 1), new("a", 0, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RatingScale("a", 0, 0));
    }

    private Task<RatingScales> Fit(Document[] documents, params string[] ratings) =>
        Corpus.FromDocuments(documents.Select((document, i) => new Document($"d{i}", document.Text).With(A, document.Get(A)).With(B, document.Get(B))))
            .FitAsync(new RatingScaleFit(ratings), folder.Run());

    private static Document Rated(double a, double b, string text = "x") => new Document("1", text).With(A, a).With(B, b);
}

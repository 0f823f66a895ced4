using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class QuotaSelectionTests : IDisposable
{
    private static readonly AnnotationKey<double> Score = new("quality_score");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly Document[] Pool = [.. Enumerable.Range(0, 300)
        .Select(i => new Document($"d{i}", new string((char)('a' + i % 26), 5 + i * 7 % 40)).Edit()
        .Set(WellKnownAnnotations.Source, i % 10 == 0 ? "books" : i % 3 == 0 ? "code" : "web").Set(Score, i % 17).Build())];

    private static QuotaSelection Fit(long web, long books, ulong seed = 3) => new()
    {
        Quotas = new Dictionary<string, long> { ["web"] = web, ["books"] = books },
        Measure = DocumentMeasure.Tokens(ByteTokenEncoder.Instance),
        Seed = seed,
        MaxEpochs = 4,
    };

    [Fact]
    public async Task Fit_TokenQuotas_AreReachedWithinOneDocument()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(Pool);
        KeepList list = await corpus.FitAsync(Fit(1_500, 400), run);
        List<Document> chosen = await RunFolder.Read(SelectionEpochs.Apply(corpus, list), run);
        foreach ((string source, long quota) in new[] { ("web", 1_500L), ("books", 400L) })
        {
            Document[] own = [.. chosen.Where(document => document.Get(WellKnownAnnotations.Source) == source)];
            long tokens = own.Sum(document => document.Text.Length);
            Assert.InRange(tokens, quota, quota + own.Max(document => document.Text.Length) - 1);
        }
        Assert.DoesNotContain(chosen, document => document.Get(WellKnownAnnotations.Source) == "code");
        SelectionReport report = SelectionReport.Load(list);
        Assert.Equal(["books 400", "code 0", "web 1500"], report.Strata.Select(stratum => $"{stratum.Source} {stratum.Quota}"));

        // The order of the documents does not decide, and the seed does.
        Assert.Equal(Ids(chosen), await IdsAsync(Corpus.FromDocuments(Enumerable.Reverse(Pool)), Fit(1_500, 400)));
        Assert.NotEqual(Ids(chosen), await IdsAsync(corpus, Fit(1_500, 400, seed: 4)));
    }

    [Fact]
    public async Task Fit_LargeQuota_RepeatsTheSource()
    {
        long available = Pool.Where(document => document.Get(WellKnownAnnotations.Source) == "books").Sum(document => document.Text.Length);
        long quota = available * 5 / 2;
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(Pool);
        KeepList list = await corpus.FitAsync(Fit(10, quota), run);
        List<Document> chosen = await RunFolder.Read(SelectionEpochs.Apply(corpus, list), run);
        long tokens = chosen.Where(document => document.Get(WellKnownAnnotations.Source) == "books").Sum(document => document.Text.Length);
        Assert.InRange(tokens, quota, quota + 45);
        Assert.Equal(3, SelectionReport.Load(list).Epochs);
    }

    [Fact]
    public async Task Fit_Score_TakesTheBestOfEachSource()
    {
        CurationRun run = folder.Run();
        var fit = new QuotaSelection
        {
            Quotas = new Dictionary<string, long> { ["web"] = 20, ["code"] = 7 },
            Measure = DocumentMeasure.Documents,
            Score = Score.Name,
        };
        Corpus corpus = Corpus.FromDocuments(Pool);
        List<Document> chosen = await RunFolder.Read(corpus.Keep(await corpus.FitAsync(fit, run)), run);
        foreach ((string source, int count) in new[] { ("web", 20), ("code", 7) })
        {
            Document[] all = [.. Pool.Where(document => document.Get(WellKnownAnnotations.Source) == source)];
            double[] best = [.. all.Select(document => document.Get(Score)).OrderDescending().Take(count)];
            IEnumerable<Document> own = chosen.Where(document => document.Get(WellKnownAnnotations.Source) == source);
            Assert.Equal(best, own.Select(document => document.Get(Score)).OrderDescending());
        }
    }

    /// <summary>The draw is keyed by seed and id, so larger quotas contain smaller ones, also where both repeat documents.</summary>
    [Theory]
    [InlineData(1_500, 100)]
    [InlineData(1_500, 1_000)] // all 30 books have 728 characters
    public async Task Apply_EarlierSelection_LeavesOutItsDocuments(long web, long books)
    {
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(Pool);
        KeepList earlier = await corpus.FitAsync(Fit(web, books), run), list = await corpus.FitAsync(Fit(2 * web, books + 600), run);
        string[] before = Ids(await RunFolder.Read(SelectionEpochs.Apply(corpus, earlier), run));
        string[] added = Ids(await RunFolder.Read(SelectionEpochs.Apply(corpus, list, earlier), run));
        Assert.Equal(Ids(await RunFolder.Read(SelectionEpochs.Apply(corpus, list), run)), before.Concat(added).Order(StringComparer.Ordinal));
        Assert.Empty(before.Intersect(added));
        Assert.NotEmpty(added);

        ArgumentException error = Assert.Throws<ArgumentException>(() => SelectionEpochs.Apply(corpus, earlier, list));
        Assert.Contains("is not a part of", error.Message, StringComparison.Ordinal);
        KeepList other = await corpus.FitAsync(Fit(web, books, seed: 4), run);
        Assert.Throws<ArgumentException>(() => SelectionEpochs.Apply(corpus, list, other));
    }

    [Fact]
    public async Task Fit_UnknownSource_IsNamed()
    {
        var fit = new QuotaSelection { Quotas = new Dictionary<string, long> { ["web"] = 1, ["news"] = 5, ["empty"] = 0 } };
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => Corpus.FromDocuments(Pool).FitAsync(fit, folder.Run()));
        string text = error.ToString();
        Assert.Contains("has 'news' in 'source'", text, StringComparison.Ordinal);
        Assert.Contains("'books', 'code', 'web'", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new QuotaSelection { Quotas = new Dictionary<string, long>() });
        Assert.Throws<ArgumentException>(() => new QuotaSelection { Quotas = new Dictionary<string, long> { ["web"] = -1 } });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuotaSelection { Quotas = new Dictionary<string, long> { ["web"] = 1 }, MaxEpochs = 0 });
    }

    private static async Task<string[]> IdsAsync(Corpus corpus, QuotaSelection fit)
    {
        using var own = new RunFolder();
        CurationRun run = own.Run();
        return Ids(await RunFolder.Read(SelectionEpochs.Apply(corpus, await corpus.FitAsync(fit, run)), run));
    }

    private static string[] Ids(List<Document> documents) => [.. documents.Select(document => document.Id).Order(StringComparer.Ordinal)];
}

using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class GroupSelectionTests : IDisposable
{
    private static readonly AnnotationKey<string> Author = new("author");
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Cap_ManyWorks_KeepsAtMostTheCap()
    {
        Corpus books = Books(("a", 30), ("b", 5), ("", 40));
        KeepList list = await books.FitAsync(new GroupCapSelection("author"), folder.Run());
        Assert.Equal([("", 40), ("a", 20), ("b", 5)], await Counts(books.Keep(list)));
        Assert.Equal(0, SelectionReport.Load(list).Shortfall);
        Assert.Equal([("a", 3), ("b", 3)], await Counts(books.Keep(await books.FitAsync(new GroupCapSelection("author") { Cap = 3, KeepsUnknown = false },
            folder.Run()))));
    }

    [Fact]
    public async Task Cap_OtherOrder_KeepsTheSame()
    {
        Document[] documents = await Documents(Books(("a", 30), ("b", 25)));
        Corpus forward = Corpus.FromDocuments(documents), backward = Corpus.FromDocuments(documents.Reverse());
        var fit = new GroupCapSelection("author") { Cap = 7 };
        Assert.Equal(await Ids(forward, fit), await Ids(backward, fit));
        Assert.NotEqual(await Ids(forward, fit), await Ids(forward, new GroupCapSelection("author") { Cap = 7, Seed = 1 }));
    }

    [Fact]
    public async Task Calibration_Domains_DrawsTheNumberOfEach()
    {
        Corpus pool = Books(("law", 50), ("web", 500), ("rare", 4), ("", 9));
        CurationRun run = folder.Run();
        KeepList list = await pool.FitAsync(new CalibrationSelection("author") { PerDomain = 16 }, run);
        Assert.Equal([("law", 16), ("rare", 4), ("web", 16)], await Counts(pool.Keep(list)));
        Assert.Equal(12, SelectionReport.Load(list).Shortfall);
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning => warning.Message.Contains("Less was selected", StringComparison.Ordinal));
        KeepList law = await pool.FitAsync(new CalibrationSelection("author") { PerDomain = 16, Domains = ["law"] }, run);
        Assert.Equal([("law", 16)], await Counts(pool.Keep(law)));
        await Assert.ThrowsAsync<InsufficientDataException>(() => pool.FitAsync(new CalibrationSelection("author") { PerDomain = 1, Domains = ["lore"] }, run));
    }

    /// <summary>A calibration sample must not be the sample that another selection with the same seed drew.</summary>
    [Fact]
    public async Task Select_OneSeed_DrawsIndependentSamples()
    {
        Corpus pool = Books(("law", 400));
        string[][] samples =
        [
            await Ids(pool, new CalibrationSelection("author") { PerDomain = 100 }), await Ids(pool, new GroupCapSelection("author") { Cap = 100 }),
            await Ids(pool, new ClusterBalancedSelection("author") { Documents = 100 }),
            await Ids(pool, new QuotaSelection
            {
                Quotas = new Dictionary<string, long> { ["law"] = 100 },
                SourceField = "author",
                Measure = DocumentMeasure.Documents,
            }),
        ];
        for (int i = 0; i < samples.Length; i++)
            for (int j = 0; j < i; j++) Assert.InRange(samples[i].Intersect(samples[j]).Count(), 5, 50);
    }

    /// <summary>
    /// The twenty works that a cap leaves of an author with many were drawn from far more than those of others. With one stream for both draws they would all
    /// come before the rest.
    /// </summary>
    [Fact]
    public async Task Calibration_AfterACap_DoesNotPreferThoseThatTheCapDrew()
    {
        AnnotationKey<string> slice = new("slice");
        Corpus books = Corpus.FromDocuments([.. (await Documents(Books([("many", 2_000), .. Enumerable.Range(0, 180).Select(i => ($"author {i}", 1))])))
            .Select(document => document.With(slice, "1820-1850"))]);
        Corpus capped = books.Keep(await books.FitAsync(new GroupCapSelection("author"), folder.Run()));
        string[] sample = await Ids(capped, new CalibrationSelection("slice") { PerDomain = 40 });
        Assert.Equal(40, sample.Length);
        Assert.InRange(sample.Count(id => id.StartsWith("many", StringComparison.Ordinal)), 0, 12); // 4 in the mean
    }

    [Fact]
    public void Domains_NameTwice_IsRefusedWithIt() => Assert.Contains("'law' is listed twice", Assert.Throws<ArgumentException>(
        () => new CalibrationSelection("author") { PerDomain = 1, Domains = ["law", "web", "law"] }).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Holdout_BothSides_PartTheSources()
    {
        Corpus papers = Books([.. Enumerable.Range(0, 100).Select(i => ($"journal {i}", 3)), ("", 5)]);
        var keep = new SourceHoldoutFilter("author") { Share = 0.2, Sources = ["journal 1"] };
        var holdOut = new SourceHoldoutFilter("author") { Share = 0.2, Sources = ["journal 1"], KeepsHeldOut = true };
        string[] train = [.. (await Counts(papers.Pipe(keep))).Select(group => group.Name)];
        (string Name, int Count)[] test = await Counts(papers.Pipe(holdOut));
        Assert.Equal(100, train.Length + test.Length);
        Assert.DoesNotContain(test, group => train.Contains(group.Name));
        Assert.Contains(test, group => group.Name == "journal 1");
        Assert.All(test, group => Assert.Equal(3, group.Count));
        Assert.InRange(test.Length, 8, 35);
    }

    private static Corpus Books(params (string Author, int Count)[] groups) => Corpus.FromDocuments(groups.SelectMany(group => Enumerable.Range(0, group.Count)
        .Select(i => group.Author.Length == 0 ? new Document($"-{i}", "text") : new Document($"{group.Author}-{i}", "text").With(Author, group.Author))));

    private async Task<Document[]> Documents(Corpus corpus) => [.. await RunFolder.Read(corpus, folder.Run())];

    private async Task<string[]> Ids(Corpus corpus, CorpusFit<KeepList> fit) =>
        [.. (await Documents(corpus.Keep(await corpus.FitAsync(fit, folder.Run())))).Select(document => document.Id).Order(StringComparer.Ordinal)];

    private async Task<(string Name, int Count)[]> Counts(Corpus corpus) => [.. (await Documents(corpus))
        .GroupBy(document => document.TryGet(Author, out string? name) ? name! : "").Select(group => (group.Key, group.Count()))
        .OrderBy(group => group.Item1, StringComparer.Ordinal)];
}

/// <summary>The hold-out passes the tests for stages.</summary>
public sealed class SourceHoldoutConformance : StageConformance
{
    protected override Stage Create() => new SourceHoldoutFilter("source") { Share = 0.5 };

    protected override Stage CreateOther() => new SourceHoldoutFilter("source") { Share = 0.5, KeepsHeldOut = true };

    protected override IEnumerable<Document> Documents() =>
        Enumerable.Range(0, 60).Select(i => new Document($"d{i}", $"text {i}").With(WellKnownAnnotations.Source, $"s{i % 13}"));
}

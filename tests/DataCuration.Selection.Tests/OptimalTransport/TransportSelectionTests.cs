using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class TransportSelectionTests : IDisposable
{
    private static readonly AnnotationKey<string> Domain = new("domain");
    private readonly RunFolder folder = new(inMemory: true);
    private readonly EmbeddingFit embedding = new(new TransportVectors.Embedder());

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_MixWithoutDogs_SelectsDogsOnly()
    {
        // The example of the paper: 99 % cats and 1 % dogs, and a target of both in equal parts.
        Corpus pool = Corpus.FromDocuments(Enumerable.Range(0, 1_000).Select(i => new Document($"d{i}", i % 100 == 7 ? $"dog {i}" : $"cat {i}")));
        KeepList list = await Fit(pool, 10);
        Assert.Equal(10, list.KeptCount);
        Assert.All(await RunFolder.Read(pool.Keep(list), folder.Run()), document => Assert.StartsWith("dog", document.Text, StringComparison.Ordinal));
        using RecordTable<double> gradients = list.OpenProvenance<double>("gradient");
        Assert.True(gradients.TryGet(0, 7, out double dog) && dog < 0);
        Assert.True(gradients.TryGet(0, 8, out double cat) && cat > dog);
    }

    [Fact]
    public async Task Fit_MoreThanHaveNegativeGradients_TakesThoseAndWarns()
    {
        Corpus pool = Corpus.FromDocuments([.. Enumerable.Range(0, 100).Select(i => new Document($"d{i}", i < 5 ? $"dog {i}" : $"cat {i}")), new("n", "none")]);
        CurationRun run = folder.Run();
        KeepList list = await pool.FitAsync(new TransportSelection(embedding, Target()) { Documents = 80 }, run);
        Assert.InRange(list.KeptCount, 5, 79);
        Assert.Equal(1, SelectionReport.Load(list).Unrated);
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings), warning => warning.Message.Contains("Less was selected", StringComparison.Ordinal));
        KeepList all = await pool.FitAsync(new TransportSelection(embedding, Target()) { Documents = 80, IsNegativeOnly = false }, run);
        Assert.Equal(80, all.KeptCount);
    }

    /// <summary>A selection takes no empty name, and documents without a domain are no domain.</summary>
    [Fact]
    public void Nearest_DocumentsWithoutADomain_AreLeftOut()
    {
        var report = new DomainDistanceReport { Domains = [Distance("", 1), Distance("a", 2), Distance("b", double.NaN), Distance("c", 3)] };
        Assert.Equal(["a", "c"], report.Nearest(2));

        static DomainDistance Distance(string name, double distance) =>
            new() { Domain = name, Documents = 5, Sampled = 5, Distance = distance, IsConverged = true };
    }

    [Fact]
    public async Task Fit_NearestDomains_TakesCandidatesOfThemOnly()
    {
        Corpus pool = Corpus.FromDocuments(Enumerable.Range(0, 300).Select(i =>
            new Document($"d{i}", $"{((string[])["dog", "cat", "fish"])[i % 3]} {i}").With(Domain, ((string[])["dogs", "cats", "fishes"])[i % 3])));
        CurationRun run = folder.Run();
        DomainDistanceReport report = await pool.FitAsync(new DomainDistanceFit(embedding, Target(), "domain") { SampleDocuments = 40 }, run);
        Assert.Equal("fishes", report.Domains[2].Domain);
        Assert.Equal(["cats", "dogs"], report.Nearest(2).Order(StringComparer.Ordinal));
        Assert.All(report.Domains, domain => Assert.Equal((100L, 40L, true), (domain.Documents, domain.Sampled, domain.IsConverged)));
        Assert.Contains("fishes", report.ToString(), StringComparison.Ordinal);
        KeepList list = await pool.FitAsync(new TransportSelection(embedding, Target())
        { Documents = 60, DomainField = "domain", Domains = report.Nearest(2), MaxCandidates = 30, IsNegativeOnly = false }, run);
        List<Document> chosen = await RunFolder.Read(pool.Keep(list), run);
        Assert.Equal(60, chosen.Count);
        Assert.DoesNotContain(chosen, document => document.Get(Domain) == "fishes");
        await Assert.ThrowsAsync<InsufficientDataException>(() => pool.FitAsync(
            new TransportSelection(embedding, Target()) { Documents = 1, DomainField = "domain", Domains = ["birds"] }, run));
    }

    private Task<KeepList> Fit(Corpus pool, long documents) =>
        pool.FitAsync(new TransportSelection(embedding, Target()) { Documents = documents }, folder.Run());

    private static Corpus Target() => Corpus.FromDocuments(Enumerable.Range(0, 50).Select(i => new Document($"t{i}", i % 2 == 0 ? $"dog t{i}" : $"cat t{i}")));
}

/// <summary>The selection passes the tests for fits.</summary>
public sealed class TransportSelectionConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => Make(100);

    protected override CorpusFit<KeepList> CreateOther() => Make(101);

    protected override string Fingerprint(KeepList artifact) => artifact.Fingerprint;

    private static TransportSelection Make(long documents) =>
        new(new EmbeddingFit(new TransportVectors.Embedder()), Corpus.FromDocuments([new("t1", "text of d77"), new("t2", "other")]))
        {
            Documents = documents,
            MaxCandidates = 500,
            IsNegativeOnly = false,
            Transport = new() { RelativeEpsilon = 0.5 },
        };
}

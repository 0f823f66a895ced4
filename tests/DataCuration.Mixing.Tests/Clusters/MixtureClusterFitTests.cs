using DataCuration.TestKit;

namespace DataCuration.Mixing.Tests.Clusters;

public sealed class MixtureClusterFitTests : IDisposable
{
    private static readonly AnnotationKey<double> Quality = new("quality");
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_ThreeGroups_PrunesTheLowOneAndMergesTheNearOnes()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Groups();
        using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
        using MixtureClusters clusters = await corpus.FitAsync(Fit(vectors), run);
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new MixtureClusterTagger(clusters)), run);

        // Groups a and a' merge; b is pruned; one document has no vector.
        Assert.Equal(18, tagged.Count);
        Assert.Equal(2, tagged.Select(document => document.Get(MixtureClusterTagger.Cluster)).Distinct().Count());
        Assert.All(tagged.GroupBy(document => document.Id[0]), group => Assert.Single(group.Select(one => one.Get(MixtureClusterTagger.Cluster)).Distinct()));
        Assert.Equal(tagged.First(one => one.Id.StartsWith('a')).Get(MixtureClusterTagger.Cluster),
            tagged.First(one => one.Id.StartsWith('A')).Get(MixtureClusterTagger.Cluster));
        MixtureSource[] sources = [.. clusters.ToSources()];
        Assert.Equal([6 * 4, 12 * 4], sources.Select(source => source.Tokens).Order());
        Assert.Equal(4, clusters.Clusters.Length);
        Assert.Equal(24, clusters.Clusters.Sum(cluster => cluster.Documents));
        Assert.Contains("(pruned)", clusters.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tag_KeepsOthers_RemovesTheClusterOfAnEarlierRun()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Groups();
        using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
        using MixtureClusters clusters = await corpus.FitAsync(Fit(vectors), run);
        var before = new AnnotationKey<string>("cluster");
        Corpus again = Corpus.FromDocuments((await RunFolder.Read(corpus, run)).Select(document => document.With(before, "earlier")));
        using EmbeddingStore same = await again.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
        using MixtureClusters fitted = await again.FitAsync(Fit(same), run);
        List<Document> tagged = await RunFolder.Read(again.Pipe(new MixtureClusterTagger(fitted) { KeepsOthers = true }), run);
        Assert.Equal(25, tagged.Count);
        Assert.Equal(18, tagged.Count(document => document.TryGet(before, out string? name) && name!.StartsWith("cluster-", StringComparison.Ordinal)));
        Assert.Equal(7, tagged.Count(document => !document.TryGet(before, out _)));
    }

    [Fact]
    public async Task ToMarkdown_ClusterWithoutARating_HasNoPartInTheMean()
    {
        CurationRun run = folder.Run();
        var vector = new AnnotationKey<string>("vector");
        Document[] documents = [.. (await RunFolder.Read(Groups(), run)).Select(document => document.Id[0] == 'a'
            ? new Document(document.Id, document.Text).With(vector, document.Get(vector)) : document)];
        Corpus corpus = Corpus.FromDocuments(documents);
        using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
        using MixtureClusters clusters = await corpus.FitAsync(Fit(vectors), run);
        // Pruned are the cluster of rating 2, and that of the documents without a rating.
        string row = Assert.Single(clusters.ToMarkdown().Split('\n'), line => line.Contains("(pruned)", StringComparison.Ordinal));
        Assert.Equal("2", row.Split('|')[^2].Trim());
    }

    [Fact]
    public async Task Fit_AnyWorkersAndAgain_GivesTheSameClusters()
    {
        Corpus corpus = Groups();
        var fingerprints = new List<string>();
        foreach (int workers in new[] { 1, 3, 3 })
        {
            CurationRun run = folder.Run(options => options with { MaxParallelShards = workers, WorkDirectory = Path.Combine(folder.Work, $"{workers}") });
            using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
            using MixtureClusters clusters = await corpus.FitAsync(Fit(vectors), run);
            using MixtureClusters loaded = MixtureClusters.Load(clusters.Folder);
            Assert.Equal(clusters.Fingerprint, loaded.Fingerprint);
            fingerprints.Add(clusters.Fingerprint);
        }
        Assert.Single(fingerprints.Distinct());
    }

    [Fact]
    public async Task Tag_OtherCorpus_IsAnError()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Groups();
        using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
        using MixtureClusters clusters = await corpus.FitAsync(Fit(vectors), run);
        Corpus other = Corpus.FromDocuments([new Document("stranger", "text")]).Pipe(new MixtureClusterTagger(clusters));
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => RunFolder.Read(other, run));
        Assert.Contains("another corpus", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_LimitAboveAllRatings_SaysThatAllClustersWerePruned()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Groups();
        using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("vector", 2)), run);
        var fit = new MixtureClusterFit(vectors) { KMeans = new() { Clusters = 4 }, MinRatings = new Dictionary<string, double> { ["quality"] = 6 } };
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => corpus.FitAsync(fit, run));
        Assert.Contains("All 4 clusters were pruned", error.ToString(), StringComparison.Ordinal);
    }

    private static MixtureClusterFit Fit(EmbeddingStore vectors) => new(vectors)
    {
        KMeans = new() { Clusters = 4, Distance = VectorDistance.Euclidean },
        MinRatings = new Dictionary<string, double> { ["quality"] = 3 },
        MergeDistance = 1.5,
    };

    private static Corpus Groups()
    {
        var documents = new List<Document>();
        for (int i = 0; i < 6; i++)
        {
            Add("a", 0, 0, 4, i);
            Add("A", 1, 0, 4, i);
            Add("b", 50, 0, 2, i);
            Add("c", 0, 50, 5, i);
        }
        documents.Add(new Document("without", "text"));
        return Corpus.FromDocuments(documents);

        void Add(string name, double x, double y, double quality, int i) => documents.Add(new Document($"{name}{i}", "text")
            .With(new AnnotationKey<string>("vector"), FormattableString.Invariant($"[{x + (0.01 * i)}, {y}]")).With(Quality, quality));
    }
}

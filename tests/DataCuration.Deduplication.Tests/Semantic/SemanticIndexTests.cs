using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Semantic;

public sealed class SemanticIndexTests : IDisposable
{
    private const int Dimension = 3;
    private static readonly AnnotationKey<string> Embedding = new("embedding");
    private readonly RunFolder folder = new();
    private readonly List<IDisposable> owned = [];

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(9_900L)]
    public async Task Fit_AgainstIndexesInOneCluster_EqualsTheCorporaTogether(long? memory)
    {
        var random = new SeededRandom(51);
        float[][][] corpora = [Make(ref random, 60), Make(ref random, 50), Make(ref random, 120)];
        var one = new KMeansOptions { Clusters = 1 };
        CurationRun run = folder.Run();
        SemanticIndex first = await IndexAsync(corpora[0], new() { Clusters = 1 }, null, run);
        SemanticIndex second = await IndexAsync(corpora[1], one, first, run);
        (Corpus corpus, EmbeddingStore store) = await EmbedAsync(corpora[2], run);
        KeepList list = await corpus.FitAsync(new SemanticDeduplication(store)
        {
            KMeans = one,
            Kept = SemanticKept.First,
            Indexes = [first, second],
            VectorMemory = memory,
        }, run);
        (Corpus all, EmbeddingStore allStore) = await EmbedAsync([.. corpora.SelectMany(vectors => vectors)], run);
        KeepList together = await all.FitAsync(new SemanticDeduplication(allStore) { KMeans = one, Kept = SemanticKept.First }, run);
        Assert.Equal(together.ReadRecords(0).Where(record => record >= 110).Select(record => record - 110), list.ReadRecords(0));
        KeepList alone = await corpus.FitAsync(new SemanticDeduplication(store) { KMeans = one, Kept = SemanticKept.First }, run);
        Assert.InRange(list.KeptCount, 5, alone.KeptCount - 5);
        // Matches are those of the corpora together.
        using DuplicateTable table = DuplicateTable.Open(list), tableOfAll = DuplicateTable.Open(together);
        int known = 0;
        for (int record = 0; record < 120; record++)
        {
            Duplicate? found = table.Find(0, record), expected = tableOfAll.Find(0, record + 110);
            if (expected is null || expected.Survivor.Record == record + 110) continue;
            long match = found!.Match.Record + (found.Match.Index switch { 0 => 0, 1 => 60, _ => 110 });
            Assert.Equal((expected.Match.Record, expected.Similarity), (match, found.Similarity));
            if (found.Survivor.Index is not null) known++;
        }
        Assert.True(known > 5, $"{known} documents of a cluster of an index");
    }

    [Fact]
    public async Task Fit_SeveralDuplicatesOfADocumentOfAnIndex_AreOneCluster()
    {
        CurationRun run = folder.Run();
        SemanticIndex index = await IndexAsync([[1, 0, 0], [0, 1, 0]], new() { Clusters = 1 }, null, run);
        (Corpus corpus, EmbeddingStore store) = await EmbedAsync([[0, 0, 1], [2, 0, 0], [0, 4, 0], [3, 0, 0], [0, 0, 2]], run);
        KeepList list = await corpus.FitAsync(
            new SemanticDeduplication(store) { KMeans = new() { Clusters = 1 }, Kept = SemanticKept.First, Indexes = [index] }, run);
        Assert.Equal([0], list.ReadRecords(0));
        using DuplicateTable table = DuplicateTable.Open(list);
        // The index, the record and the number of documents that are alike in the corpus.
        Assert.Equal([" 0 2", "0 0 2", "0 1 1", "0 0 2", " 0 2"], Enumerable.Range(0, 5).Select(record => table.Find(0, record)!)
            .Select(found => $"{found.Survivor.Index} {found.Survivor.Record} {found.ClusterSize}"));
    }

    [Fact]
    public async Task Fit_OnlyIndexes_RemovesWhatTheIndexHolds()
    {
        CurationRun run = folder.Run();
        SemanticIndex index = await IndexAsync([[1, 0, 0], [0, 1, 0]], new() { Clusters = 2 }, null, run);
        (Corpus corpus, EmbeddingStore store) = await EmbedAsync([[2, 0, 0], [0, 0, 1], [0, 0, 2], [0, 3, 0], [1, 1, 0]], run);
        var fit = new SemanticDeduplication(store) { KMeans = new() { Clusters = 2 }, Indexes = [index], IndexMode = IndexMode.OnlyIndexes };
        KeepList list = await corpus.FitAsync(fit, run);
        Assert.Equal([1, 2, 4], list.ReadRecords(0));
        using DuplicateTable table = DuplicateTable.Open(list);
        Assert.Equal((new MatchedRecord(0, 0, 1), 1L), (table.Find(0, 3)!.Survivor, table.Find(0, 3)!.ClusterSize));
        Assert.Null(table.Find(0, 1));
        KeepList both = await corpus.FitAsync(new SemanticDeduplication(store)
        {
            KMeans = new() { Clusters = 2 },
            Indexes = [index],
            Kept = SemanticKept.First,
        }, run);
        Assert.Equal([1, 4], both.ReadRecords(0));
    }

    [Fact]
    public async Task Fit_OtherIndex_IsRefusedWithBothValues()
    {
        CurationRun run = folder.Run();
        SemanticIndex index = await IndexAsync([[1, 0, 0], [0, 1, 0]], new() { Clusters = 1 }, null, run);
        SemanticIndex other = await IndexAsync([[1, 0, 0], [0, 1, 1]], new() { Clusters = 1 }, null, run);
        (Corpus corpus, EmbeddingStore store) = await EmbedAsync([[2, 0, 0]], run);
        Assert.Contains("other centroids", await ErrorAsync(store, new() { Clusters = 1 }, index, other), StringComparison.Ordinal);
        Assert.Contains("= 1, and this deduplication has 2", await ErrorAsync(store, new() { Clusters = 2 }, index), StringComparison.Ordinal);
        EmbeddingStore embedded = await corpus.FitAsync(new EmbeddingFit(new HashEmbedder()), run);
        owned.Add(embedded);
        Assert.Contains("embeddings.embedder", await ErrorAsync(embedded, new() { Clusters = 1 }, index), StringComparison.Ordinal);

        async Task<string> ErrorAsync(EmbeddingStore vectors, KMeansOptions options, params SemanticIndex[] indexes) =>
            (await Assert.ThrowsAsync<CurationException>(() =>
                corpus.FitAsync(new SemanticDeduplication(vectors) { KMeans = options, Indexes = indexes }, run))).Message;
    }

    [Theory]
    [InlineData("sorted/part-00000.vectors.records")]
    [InlineData("centroids/part-00000.kmeans")]
    public async Task Load_DamagedFile_IsNamed(string name)
    {
        CurationRun run = folder.Run();
        SemanticIndex index = await IndexAsync([[1, 0, 0], [0, 1, 0]], new() { Clusters = 1 }, null, run);
        (Corpus corpus, EmbeddingStore store) = await EmbedAsync([[2, 0, 0]], run);
        SemanticIndex loaded = SemanticIndex.Load(index.Folder);
        Assert.Equal((2L, index.Fingerprint), (loaded.DocumentCount, loaded.Fingerprint));
        KeepList list = await corpus.FitAsync(new SemanticDeduplication(store) { KMeans = new() { Clusters = 1 }, Indexes = [loaded] }, run);
        Assert.Equal(0, list.KeptCount);
        string path = Path.Combine(index.Folder, name);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => corpus.FitAsync(new SemanticDeduplication(store)
        {
            KMeans = new() { Clusters = 1 },
            Indexes = [SemanticIndex.Load(index.Folder)],
            Epsilon = 0.2,
        }, folder.Run(options => options with { WorkDirectory = folder.Inputs["again"] })));
        Assert.Contains(path, error.ToString(), StringComparison.Ordinal);
    }

    private static float[][] Make(ref SeededRandom random, int count)
    {
        var vectors = new float[count][];
        for (int i = 0; i < count; i++)
        {
            vectors[i] = new float[Dimension];
            foreach (ref float value in vectors[i].AsSpan()) value = (float)Math.Round(random.NextDouble() - 0.5, 4);
        }
        return vectors;
    }

    private async Task<(Corpus, EmbeddingStore)> EmbedAsync(float[][] vectors, CurationRun run)
    {
        Corpus corpus = Corpus.FromDocuments(vectors.Select((vector, i) => new Document($"d{i}", $"text {i} {vector[0]} {vector[1]} {vector[2]}")
            .With(Embedding, $"[{string.Join(", ", vector.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]")));
        EmbeddingStore store = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", Dimension)), run);
        owned.Add(store);
        return (corpus, store);
    }

    private async Task<SemanticIndex> IndexAsync(float[][] vectors, KMeansOptions options, SemanticIndex? centroids, CurationRun run)
    {
        (Corpus corpus, EmbeddingStore store) = await EmbedAsync(vectors, run);
        return await corpus.FitAsync(new SemanticIndexFit(store) { KMeans = options, Centroids = centroids }, run);
    }
}

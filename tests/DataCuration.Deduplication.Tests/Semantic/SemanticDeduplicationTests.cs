using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Semantic;

public sealed class SemanticDeduplicationTests : IDisposable
{
    private static readonly AnnotationKey<string> Embedding = new("embedding");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SemanticKept.Hard, null)]
    [InlineData(SemanticKept.Easy, 9_900L)]
    [InlineData(SemanticKept.First, 1L)]
    public async Task Fit_OneCluster_EqualsOracle(SemanticKept kept, long? memory)
    {
        const int count = 120, dimension = 3;
        const double epsilon = 0.01;
        var random = new SeededRandom(9);
        float[][] vectors = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimension)
            .Select(_ => (float)Math.Round(random.NextDouble() - 0.5, 4)).ToArray())];
        Corpus corpus = ToCorpus(vectors);
        CurationRun run = folder.Run();
        using EmbeddingStore store = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", dimension)), run);
        Assert.Equal((count, dimension), (store.Count, store.Dimension));
        SemanticDeduplication fit = new(store) { KMeans = new() { Clusters = 1 }, Epsilon = epsilon, Kept = kept, VectorMemory = memory };
        KeepList list = await corpus.FitAsync(fit, run);

        KMeansModel model = KMeans.Fit(store, new() { Clusters = 1 });
        foreach (float[] vector in vectors) VectorKernels.Normalize(vector);
        float[] distances = [.. vectors.Select(vector => 1 - VectorKernels.Dot(vector, model.GetCentroid(0)))];
        int[] order = [.. Enumerable.Range(0, count)];
        if (kept != SemanticKept.First) order = [.. order.OrderBy(i => kept == SemanticKept.Hard ? -distances[i] : distances[i]).ThenBy(i => i)];
        var expected = new List<long>();
        using RecordTable<float> similarities = list.OpenProvenance<float>("nearest_similarity");
        using RecordTable<long> matches = list.OpenProvenance<long>("nearest");
        using DuplicateTable table = DuplicateTable.Open(list);
        var roots = new int[count];
        var removed = new Dictionary<int, (int Match, float Similarity)>();
        for (int i = 0; i < count; i++)
        {
            (float Similarity, int Match) best = (float.NegativeInfinity, -1);
            for (int j = 0; j < i; j++)
                if (VectorKernels.Dot(vectors[order[i]], vectors[order[j]]) is var cosine && cosine > best.Similarity) best = (cosine, order[j]);
            roots[order[i]] = best.Similarity < (float)(1 - epsilon) ? order[i] : roots[best.Match];
            if (roots[order[i]] == order[i]) expected.Add(order[i]);
            else removed.Add(order[i], (best.Match, best.Similarity));
            Assert.True(matches.TryGet(0, order[i], out long match) && match == best.Match);
            Assert.True(similarities.TryGet(0, order[i], out float similarity) && similarity == (best.Match < 0 ? 0 : best.Similarity));
        }
        Assert.InRange(expected.Count, 20, count - 20);
        Assert.Equal(expected.Order(), list.ReadRecords(0));
        for (int i = 0; i < count; i++)
        {
            Duplicate? found = table.Find(0, i);
            int size = roots.Count(root => root == roots[i]);
            Assert.Equal(size > 1, found is not null);
            if (found is null) continue;
            Assert.Equal((roots[i], size), ((int)found.Survivor.Record, (int)found.ClusterSize));
            // A document that stays names one that it removed.
            int from = removed.ContainsKey(i) ? i : (int)found.Match.Record;
            Assert.Equal((removed.ContainsKey(i) ? (int)found.Match.Record : i, found.Similarity), removed[from]);
        }
    }

    [Fact]
    public async Task Fit_DocumentsWithoutVectors_Stay()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("a", ""), new Document("b", "same"), new Document("c", "same"), new Document("d", "")]);
        CurationRun run = folder.Run();
        using EmbeddingStore store = await corpus.FitAsync(new EmbeddingFit(new HashEmbedder()) { HalfPrecision = true }, run);
        var vector = new float[5];
        store.Read(3, vector);
        Assert.All(vector, value => Assert.True(float.IsNaN(value)));
        KeepList list = await corpus.FitAsync(new SemanticDeduplication(store) { KMeans = new() { Clusters = 2 } }, run);
        Assert.Equal([0, 1, 3], list.ReadRecords(0));
        CurationException error = await Assert.ThrowsAsync<CurationException>(() =>
            RunFolder.Documents(2_000).FitAsync(new SemanticDeduplication(store), run));
        Assert.Contains("of 1 shards", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_HardlyAnyVectors_FindsThem()
    {
        // Of 300 documents two have a vector: a sample of the rows would miss them.
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 300).Select(i => i is 150 or 151 ? new Document($"d{i}", "a").With(Embedding, "[1, 2]")
            : new Document($"d{i}", $"b{i}")));
        CurationRun run = folder.Run();
        using EmbeddingStore store = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), run);
        KeepList list = await corpus.FitAsync(new SemanticDeduplication(store) { KMeans = new() { Clusters = 1, InitialVectors = 1 } }, run);
        Assert.Equal(299, list.KeptCount);
        Corpus none = RunFolder.Documents(3);
        using EmbeddingStore empty = await none.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), run);
        Assert.Equal(3, (await none.FitAsync(new SemanticDeduplication(empty), run)).KeptCount);
    }

    [Fact]
    public async Task Embeddings_WrongAnnotation_NameTheDocument()
    {
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() =>
            ToCorpus([[1, 2, 3]]).FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), folder.Run()));
        Assert.Contains("has 3 numbers", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_EmbeddingsOfAnotherCorpus_AreRefused()
    {
        CurationRun run = folder.Run();
        using EmbeddingStore store = await ToCorpus([[1, 0], [1, 0]]).FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), run);
        Corpus other = Corpus.FromDocuments([new Document("x", "one text"), new Document("y", "quite another text")]);
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => other.FitAsync(new SemanticDeduplication(store), run));
        Assert.Contains(store.Folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_StoreWithADamagedShard_NamesItWhenItIsRead()
    {
        Corpus corpus = Corpus.Concat(ToCorpus([[1, 0], [0, 1]]), ToCorpus([[2, 0]]));
        using EmbeddingStore made = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), folder.Run());
        string path = Path.Combine(made.Folder, "part-00001.vectors.records");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);
        using EmbeddingStore store = EmbeddingStore.Load(made.Folder);
        Assert.Equal((3L, 2L), (store.Count, store.GetFirstRow(1)));
        var vectors = new float[4];
        store.Read(0, vectors);
        Assert.Equal([1, 0, 0, 1], vectors);
        Assert.Contains(path, Assert.ThrowsAny<InvalidDataException>(() => store.Read(2, vectors.AsSpan(0, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_NumberThatIsNotFinite_NamesTheDocument()
    {
        Corpus corpus = Corpus.FromDocuments([new Document("fine", "a").With(Embedding, "[1, 2]"), new Document("large", "b").With(Embedding, "[1, 1e39]")]);
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() =>
            corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), folder.Run()));
        Assert.Contains("'large'", error.ToString(), StringComparison.Ordinal);
        corpus = Corpus.FromDocuments([new Document("half", "b").With(Embedding, "[1, 70000]")]);
        error = await Assert.ThrowsAnyAsync<CurationException>(() =>
            corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)) { HalfPrecision = true }, folder.Run()));
        Assert.Contains("70000", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_EpsilonOfZero_RemovesEqualVectors()
    {
        // In 32 bits the product of a scaled vector with itself is often below 1.
        var random = new SeededRandom(4);
        float[][] vectors = [.. Enumerable.Range(0, 20).Select(_ => Enumerable.Range(0, 7).Select(_ => (float)Math.Round(random.NextDouble() - 0.5, 4))
            .ToArray())];
        Corpus corpus = ToCorpus([.. vectors, .. vectors]);
        CurationRun run = folder.Run();
        using EmbeddingStore store = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 7)), run);
        SemanticDeduplication fit = new(store) { KMeans = new() { Clusters = 2 }, Epsilon = 0, Kept = SemanticKept.First };
        KeepList list = await corpus.FitAsync(fit, run);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), list.ReadRecords(0));
    }

    private static Corpus ToCorpus(float[][] vectors) => Corpus.FromDocuments(vectors.Select((vector, i) => new Document($"d{i}", $"text {i}")
        .With(Embedding, $"[{string.Join(", ", vector.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]")));
}

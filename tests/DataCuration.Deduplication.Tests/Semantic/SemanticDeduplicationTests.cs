using System.Globalization;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Semantic;

public sealed class SemanticDeduplicationTests : IDisposable
{
    private static readonly AnnotationKey<string> Embedding = new("embedding");
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SemanticKept.Hard)]
    [InlineData(SemanticKept.Easy)]
    [InlineData(SemanticKept.First)]
    public async Task Fit_OneCluster_EqualsOracle(SemanticKept kept)
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
        KeepList list = await corpus.FitAsync(new SemanticDeduplication(store) { KMeans = new() { Clusters = 1 }, Epsilon = epsilon, Kept = kept }, run);

        KMeansModel model = KMeans.Fit(store, new() { Clusters = 1 });
        foreach (float[] vector in vectors) VectorKernels.Normalize(vector);
        float[] distances = [.. vectors.Select(vector => 1 - VectorKernels.Dot(vector, model.GetCentroid(0)))];
        int[] order = [.. Enumerable.Range(0, count)];
        if (kept != SemanticKept.First) order = [.. order.OrderBy(i => kept == SemanticKept.Hard ? -distances[i] : distances[i]).ThenBy(i => i)];
        var expected = new List<long>();
        using RecordTable<float> similarities = list.OpenProvenance<float>("similarity");
        using RecordTable<long> matches = list.OpenProvenance<long>("match_record");
        for (int i = 0; i < count; i++)
        {
            (float Similarity, int Match) best = (float.NegativeInfinity, -1);
            for (int j = 0; j < i; j++)
                if (VectorKernels.Dot(vectors[order[i]], vectors[order[j]]) is var cosine && cosine > best.Similarity) best = (cosine, order[j]);
            if (best.Similarity < (float)(1 - epsilon)) expected.Add(order[i]);
            Assert.True(matches.TryGet(0, order[i], out long match) && match == best.Match);
            Assert.True(similarities.TryGet(0, order[i], out float similarity) && similarity == (best.Match < 0 ? 0 : best.Similarity));
        }
        Assert.InRange(expected.Count, 20, count - 20);
        Assert.Equal(expected.Order(), list.ReadRecords(0));
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
    public async Task Embeddings_WrongAnnotation_NameTheDocument()
    {
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() =>
            ToCorpus([[1, 2, 3]]).FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 2)), folder.Run()));
        Assert.Contains("has 3 numbers", error.ToString(), StringComparison.Ordinal);
    }

    private static Corpus ToCorpus(float[][] vectors) => Corpus.FromDocuments(vectors.Select((vector, i) => new Document($"d{i}", $"text {i}")
        .With(Embedding, $"[{string.Join(", ", vector.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]")));
}

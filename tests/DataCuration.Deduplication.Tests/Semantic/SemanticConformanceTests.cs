using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Semantic;

public sealed class SemanticConformanceTests : CorpusFitConformance<KeepList>, IDisposable
{
    private readonly RunFolder made = new();
    private readonly List<EmbeddingStore> stores = [];

    public new void Dispose()
    {
        foreach (EmbeddingStore store in stores) store.Dispose();
        made.Dispose();
        base.Dispose();
    }

    // The embeddings of the base class's corpus are found after the first fit.
    private EmbeddingStore Store(Corpus corpus)
    {
        stores.Add(corpus.Pipe(new FakeFilter(_ => StageResult.Keep)).FitAsync(new EmbeddingFit(new HashEmbedder()), made.Run()).GetAwaiter().GetResult());
        return stores[^1];
    }

    protected override CorpusFit<KeepList> Create() => CreateFor(RunFolder.Documents(3_000));

    protected override CorpusFit<KeepList> CreateFor(Corpus corpus) =>
        new SemanticDeduplication(Store(corpus)) { KMeans = new() { Clusters = 6, MaxIterations = 5 }, Epsilon = 0.01 };

    protected override CorpusFit<KeepList> CreateOther() => new SemanticDeduplication(Store(RunFolder.Documents(3_000)))
    {
        KMeans = new() { Clusters = 6, MaxIterations = 5 },
        Epsilon = 0.01,
        Kept = SemanticKept.Easy,
    };

    protected override string Fingerprint(KeepList artifact) => $"{artifact.Fingerprint} {artifact.KeptCount}";
}

public sealed class SemanticIndexConformanceTests : CorpusFitConformance<SemanticIndex>, IDisposable
{
    private readonly RunFolder made = new();
    private readonly List<EmbeddingStore> stores = [];

    public new void Dispose()
    {
        foreach (EmbeddingStore store in stores) store.Dispose();
        made.Dispose();
        base.Dispose();
    }

    private EmbeddingStore Store(Corpus corpus)
    {
        stores.Add(corpus.Pipe(new FakeFilter(_ => StageResult.Keep)).FitAsync(new EmbeddingFit(new HashEmbedder()), made.Run()).GetAwaiter().GetResult());
        return stores[^1];
    }

    protected override CorpusFit<SemanticIndex> Create() => CreateFor(RunFolder.Documents(3_000));

    protected override CorpusFit<SemanticIndex> CreateFor(Corpus corpus) =>
        new SemanticIndexFit(Store(corpus)) { KMeans = new() { Clusters = 4, MaxIterations = 3 } };

    protected override CorpusFit<SemanticIndex> CreateOther() =>
        new SemanticIndexFit(Store(RunFolder.Documents(3_000))) { KMeans = new() { Clusters = 3, MaxIterations = 3 } };

    protected override string Fingerprint(SemanticIndex artifact) => artifact.Fingerprint;
}

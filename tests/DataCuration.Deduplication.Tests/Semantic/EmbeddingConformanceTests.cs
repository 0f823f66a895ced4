using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Semantic;

public sealed class EmbeddingConformanceTests : CorpusFitConformance<EmbeddingStore>
{
    protected override CorpusFit<EmbeddingStore> Create() => new EmbeddingFit(new HashEmbedder());

    protected override CorpusFit<EmbeddingStore> CreateOther() => new EmbeddingFit(new HashEmbedder()) { HalfPrecision = true };

    protected override string Fingerprint(EmbeddingStore artifact)
    {
        using (artifact) return $"{artifact.Fingerprint} {artifact.Count}";
    }
}

using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Bloom;

public sealed class BloomConformanceTests : CorpusFitConformance<BloomDeduplicationResult>
{
    protected override CorpusFit<BloomDeduplicationResult> Create() => new BloomDeduplication
    {
        ExpectedNGrams = 5_000,
        NGramWords = 2,
        MinWords = 1,
        Threshold = 0.5,
        Parts = 3,
    };

    protected override CorpusFit<BloomDeduplicationResult> CreateOther() => new BloomDeduplication
    {
        ExpectedNGrams = 5_000,
        NGramWords = 1,
        MinWords = 1,
        Threshold = 0.3,
        Parts = 3,
    };

    protected override string Fingerprint(BloomDeduplicationResult artifact)
    {
        using (artifact) return $"{artifact.Documents.Fingerprint} {artifact.Paragraphs.Fingerprint} {artifact.Filter.Fingerprint}";
    }
}

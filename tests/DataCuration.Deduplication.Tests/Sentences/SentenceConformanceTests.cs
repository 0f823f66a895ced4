using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Sentences;

public sealed class SentenceConformanceTests : CorpusFitConformance<DuplicateSpans>
{
    protected override CorpusFit<DuplicateSpans> Create() => new SentenceDeduplication { WindowSentences = 1, Unit = SentenceUnit.Lines, Partitions = 3 };

    protected override CorpusFit<DuplicateSpans> CreateOther() => new SentenceDeduplication { WindowSentences = 2, Partitions = 3 };

    protected override string Fingerprint(DuplicateSpans artifact)
    {
        using (artifact) return artifact.Fingerprint;
    }
}

using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Lines;

public sealed class LineConformanceTests : CorpusFitConformance<DuplicateSpans>
{
    protected override CorpusFit<DuplicateSpans> Create() => new LineDeduplication { Scope = LineScope.Corpus, Partitions = 3 };

    protected override CorpusFit<DuplicateSpans> CreateOther() => new LineDeduplication { Scope = LineScope.Corpus, KeptCopies = 2, Partitions = 3 };

    protected override string Fingerprint(DuplicateSpans artifact)
    {
        using (artifact) return artifact.Fingerprint;
    }
}

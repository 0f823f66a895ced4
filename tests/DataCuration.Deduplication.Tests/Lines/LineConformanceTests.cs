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

public sealed class LineIndexConformanceTests : CorpusFitConformance<LineIndex>
{
    protected override CorpusFit<LineIndex> Create() => new LineIndexFit { Scope = LineScope.Corpus, Partitions = 2 };

    protected override CorpusFit<LineIndex> CreateOther() => new LineIndexFit { Scope = LineScope.Corpus, MinLineBytes = 12, Partitions = 2 };

    protected override string Fingerprint(LineIndex artifact) => artifact.Fingerprint;
}

using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Substrings;

public sealed class SubstringConformanceTests : CorpusFitConformance<DuplicateSpans>
{
    protected override CorpusFit<DuplicateSpans> Create() => new SubstringDeduplication { MinLength = 8, Partitions = 3 };

    protected override CorpusFit<DuplicateSpans> CreateOther() => new SubstringDeduplication { MinLength = 10, Partitions = 3 };

    protected override string Fingerprint(DuplicateSpans artifact)
    {
        using (artifact) return artifact.Fingerprint;
    }
}

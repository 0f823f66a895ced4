using DataCuration.Deduplication.Tests.Encoders;
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

public sealed class TokenSubstringConformanceTests : CorpusFitConformance<DuplicateSpans>
{
    protected override CorpusFit<DuplicateSpans> Create() => new SubstringDeduplication { Encoder = new PieceEncoder(), MinLength = 4, Partitions = 3 };

    protected override CorpusFit<DuplicateSpans> CreateOther() => new SubstringDeduplication { Encoder = new PieceEncoder(), MinLength = 5, Partitions = 3 };

    protected override string Fingerprint(DuplicateSpans artifact)
    {
        using (artifact) return artifact.Fingerprint;
    }
}

public sealed class SubstringIndexConformanceTests : CorpusFitConformance<SubstringIndex>
{
    protected override CorpusFit<SubstringIndex> Create() => new SubstringIndexFit { Encoder = new PieceEncoder(), MinLength = 4, Partitions = 2 };

    protected override CorpusFit<SubstringIndex> CreateOther() => new SubstringIndexFit { MinLength = 8, Partitions = 2 };

    protected override string Fingerprint(SubstringIndex artifact) => artifact.Fingerprint;
}

using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class ExactDeduplicationConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => new ExactDeduplication();

    protected override CorpusFit<KeepList> CreateOther() => new RandomSelection { Size = SelectionSize.Documents(10), MinTokens = 0 };

    protected override string Fingerprint(KeepList artifact) => artifact.Fingerprint;
}

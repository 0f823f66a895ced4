using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's own fit passes the tests for fits.</summary>
public sealed class RandomSelectionConformanceTests : CorpusFitConformance<KeepList>
{
    protected override CorpusFit<KeepList> Create() => new RandomSelection { Size = SelectionSize.Documents(100), MinTokens = 0 };

    protected override CorpusFit<KeepList> CreateOther() => new RandomSelection { Size = SelectionSize.Documents(101), MinTokens = 0 };

    protected override string Fingerprint(KeepList artifact) => artifact.Fingerprint;
}

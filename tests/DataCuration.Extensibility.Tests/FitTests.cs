using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class FitTests : CorpusFitConformance<WordCounts>
{
    protected override CorpusFit<WordCounts> Create() => new WordCountFit();

    protected override CorpusFit<WordCounts> CreateOther() => new WordCountFit { MinimumCount = 2 };

    protected override string Fingerprint(WordCounts artifact) => artifact.Fingerprint;
}

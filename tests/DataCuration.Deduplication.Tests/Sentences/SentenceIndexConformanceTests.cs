using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Sentences;

public sealed class SentenceIndexConformanceTests : CorpusFitConformance<SentenceIndex>
{
    protected override CorpusFit<SentenceIndex> Create() => new SentenceIndexFit(new() { WindowSentences = 1, Unit = SentenceUnit.Lines, Partitions = 3 });

    protected override CorpusFit<SentenceIndex> CreateOther() => new SentenceIndexFit(new() { WindowSentences = 2, Partitions = 3 });

    protected override string Fingerprint(SentenceIndex artifact) => $"{artifact.Fingerprint} {artifact.Count}";
}

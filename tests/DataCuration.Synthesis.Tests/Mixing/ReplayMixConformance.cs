using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Mixing;

public sealed class ReplayMixConformance : CorpusFitConformance<MixedCorpus>
{
    private static readonly Corpus Replay = Corpus.FromDocuments([.. Enumerable.Range(0, 500).Select(i => new Document($"r{i}", new string('r', i)))]);

    protected override CorpusFit<MixedCorpus> Create() => new ReplayMix(Replay) { Parts = 2 };

    protected override CorpusFit<MixedCorpus> CreateOther() => new ReplayMix(Replay) { Parts = 2, Seed = 7 };

    protected override string Fingerprint(MixedCorpus artifact)
    {
        using var run = new CurationRun();
        return string.Join(' ', artifact.Corpus.AsAsyncEnumerable(run).Select(document => document.Id).ToBlockingEnumerable()) + artifact.Report;
    }
}

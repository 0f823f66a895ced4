using DataCuration.TestKit;

namespace DataCuration.Retrieval.Lucene.Tests;

public sealed class PassageIndexConformance : CorpusFitConformance<PassageIndex>
{
    protected override CorpusFit<PassageIndex> Create() => new PassageIndexFit();

    protected override CorpusFit<PassageIndex> CreateOther() => new PassageIndexFit { K1 = 2 };

    protected override string Fingerprint(PassageIndex artifact)
    {
        using (artifact)
            return $"{artifact.Fingerprint} {string.Join(' ', artifact.Retrieve("the text of d17, d2500 and d3", 9).Select(hit => $"{hit.Id}:{hit.Score:F4}"))}";
    }
}

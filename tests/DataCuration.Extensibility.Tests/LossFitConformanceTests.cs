using System.IO.Hashing;
using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class LossFitConformanceTests : CorpusFitConformance<LossFile>
{
    protected override CorpusFit<LossFile> Create() => Make(0.9);

    protected override CorpusFit<LossFile> CreateOther() => Make(0.8);

    protected override string Fingerprint(LossFile artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return Convert.ToHexStringLower(XxHash128.Hash(File.ReadAllBytes(artifact.Path)));
    }

    private static LossFit Make(double strength) =>
        new(new ScoredModel(new("weak", 1), new LetterModel((byte)'t', 0.2)), new ScoredModel(new("strong", 2), new LetterModel((byte)'t', strength)));
}

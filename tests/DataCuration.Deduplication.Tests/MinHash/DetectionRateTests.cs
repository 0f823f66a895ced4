using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.MinHash;

/// <summary>The share of planted pairs that become candidates, against the curve 1 - (1 - J^r)^b over the exact similarities.</summary>
public sealed class DetectionRateTests
{
    private const int PairsPerStep = 8;

    public static TheoryData<string> Presets => ["Datatrove", "Nemo", "RedPajama", "TextDedup", "DataJuicer", "Fast"];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Candidates_OfPlantedPairs_AreAsManyAsTheCurveSays(string preset)
    {
        MinHashParameters parameters = ParametersOf(preset);
        var signer = new MinHashSigner(parameters);
        var buffers = new ShingleBuffers();
        ulong[] first = new ulong[parameters.SignatureLength], second = new ulong[parameters.SignatureLength];
        double expected = 0, variance = 0;
        int found = 0;
        for (int step = 0; step < 10; step++)
        {
            for (int i = 0; i < PairsPerStep; i++)
            {
                (string one, string other) = PlantedPairs.Make((ulong)(step * 1_000 + i), 0.5 + 0.05 * step, preset == "Nemo" ? 5 : parameters.Shingles.Size);
                byte[] left = Encoding.UTF8.GetBytes(one), right = Encoding.UTF8.GetBytes(other);
                double probability = parameters.CandidateProbability(MinHashSigner.Jaccard(SetOf(signer, left), SetOf(signer, right)));
                Assert.True(signer.TrySign(left, buffers, first) && signer.TrySign(right, buffers, second));
                expected += probability;
                variance += probability * (1 - probability);
                found += LshOracle.Share(first, second, parameters.Bands, parameters.Rows) ? 1 : 0;
            }
        }
        Assert.True(variance > 1, "The pairs decide nothing.");
        Assert.InRange(found, expected - 3.5 * Math.Sqrt(variance), expected + 3.5 * Math.Sqrt(variance));
    }

    internal static MinHashParameters ParametersOf(string preset) => (MinHashParameters)typeof(MinHashPresets).GetProperty(preset)!.GetValue(null)!;

    private static ulong[] SetOf(MinHashSigner signer, byte[] text) => [.. signer.HashShingles(text, new ShingleBuffers()).ToArray().Distinct().Order()];
}

using CsCheck;

namespace DataCuration.Mixing.Tests.Reweighting;

public sealed class DomainReweightingTests
{
    [Fact]
    public void Update_TwoSources_EqualsTheFormula()
    {
        var reweighting = new DomainReweighting(new(["a", "b"], [0.25, 0.75])) { StepSize = 2, Smoothing = 0.1 };
        reweighting.Update(new Dictionary<string, double> { ["a"] = 0.5, ["b"] = -1 });
        // 0.25 e^(2 · 0.5) against 0.75 e^0: the negative excess counts as 0.
        double a = 0.25 * Math.E / ((0.25 * Math.E) + 0.75);
        Assert.Equal((0.9 * a) + 0.05, reweighting.Current["a"], 12);
        reweighting.Update(new Dictionary<string, double> { ["b"] = 0.2 });
        // The excess of a is still 0.5.
        double first = reweighting.Average["a"] * 2;
        double before = (0.9 * a) + 0.05, next = before * Math.E / ((before * Math.E) + ((1 - before) * Math.Exp(0.4)));
        Assert.Equal((0.9 * next) + 0.05, reweighting.Current["a"], 12);
        Assert.Equal(before + (0.9 * next) + 0.05, first, 12);
        Assert.Equal(2, reweighting.Updates);
    }

    [Fact]
    public void Update_AnyExcess_KeepsWeightsPositiveAndTheirSum() =>
        Gen.Double[-5, 800].Array[3].Array[1, 30].Sample(batches =>
        {
            var reweighting = new DomainReweighting(new(["a", "b", "c"], [0.2, 0.3, 0.5]));
            foreach (double[] batch in batches) reweighting.Update(new Dictionary<string, double> { ["a"] = batch[0], ["b"] = batch[1], ["c"] = batch[2] });
            foreach (MixtureWeights weights in new[] { reweighting.Current, reweighting.Average })
            {
                Assert.InRange(weights.Weights.Sum(), 1 - 1e-9, 1 + 1e-9);
                // Smoothing leaves each source a third of 1e-4.
                Assert.All(weights.Weights, weight => Assert.InRange(weight, 3.3e-5, 1));
            }
        }, iter: 200);

    [Fact]
    public void ExcessLoss_ClipsEachToken() => Assert.Equal(0.75, DomainReweighting.ExcessLoss([3, 1, 2, 0.5f], [1, 2, 1, 0.5f]), 12);

    [Fact]
    public void Update_UnknownSource_NamesIt()
    {
        var reweighting = new DomainReweighting(new(["a"], [1]));
        ArgumentException error = Assert.Throws<ArgumentException>(() => reweighting.Update(new Dictionary<string, double> { ["x"] = 1 }));
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DomainReweighting(new(["a", "b"], [1, 0])));
    }
}

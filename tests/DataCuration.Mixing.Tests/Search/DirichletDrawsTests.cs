namespace DataCuration.Mixing.Tests.Search;

public sealed class DirichletDrawsTests
{
    [Fact]
    public void Draw_ManyTimes_HasTheMeanAndVarianceOfTheDistribution()
    {
        double[] parameters = [0.5, 1, 2.5];
        var random = new SeededRandom(7);
        double[] sums = new double[3], squares = new double[3], weights = new double[3];
        const int Draws = 40_000;
        for (int i = 0; i < Draws; i++)
        {
            DirichletDraws.Draw(parameters, ref random, weights);
            Assert.InRange(weights.Sum(), 1 - 1e-12, 1 + 1e-12);
            for (int j = 0; j < 3; j++)
            {
                sums[j] += weights[j];
                squares[j] += weights[j] * weights[j];
            }
        }
        for (int j = 0; j < 3; j++)
        {
            // Mean a/4, variance a(4 - a) / (16 · 5).
            double mean = sums[j] / Draws, variance = (squares[j] / Draws) - (mean * mean);
            Assert.InRange(mean - (parameters[j] / 4), -0.006, 0.006);
            Assert.InRange(variance - (parameters[j] * (4 - parameters[j]) / 80), -0.002, 0.002);
        }
    }

    [Fact]
    public void Draw_TinyParameters_GivesFiniteWeights()
    {
        var random = new SeededRandom(1);
        var weights = new double[4];
        var winners = new HashSet<int>();
        for (int i = 0; i < 200; i++)
        {
            DirichletDraws.Draw([1e-4, 1e-4, 1e-4, 1e-4], ref random, weights);
            Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
            Assert.InRange(weights.Sum(), 1 - 1e-12, 1 + 1e-12);
            winners.Add(Array.IndexOf(weights, weights.Max()));
        }
        Assert.Equal(4, winners.Count);
    }

    [Fact]
    public void DrawFirst_WeightsAreMultiplesOfTheStepBeforeTheDivision()
    {
        List<double[]> mixtures = new MixtureSampler(Targets.Sources, MixtureSearchOptions.Climb).DrawFirst(64, default);
        Assert.Equal(64, mixtures.Count);
        Assert.All(mixtures, weights =>
        {
            double unit = weights.Where(weight => weight > 0).Min();
            // The sum of rounded weights is about 5,000 steps.
            double steps = Enumerable.Range(4_990, 21).Min(sum => weights.Max(weight => Math.Abs((weight * sum) - Math.Round(weight * sum))));
            Assert.InRange(steps, 0, 1e-6);
            Assert.InRange(unit, 1.99e-4, 1);
        });
    }
}

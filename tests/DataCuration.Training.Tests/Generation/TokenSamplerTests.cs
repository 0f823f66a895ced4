using DataCuration.Training.TorchSharp;

namespace DataCuration.Training.Tests;

public sealed class TokenSamplerTests
{
    [Fact]
    public void Sample_AnyOptions_ChoosesAsTheNaiveSampler()
    {
        var random = new SeededRandom(21);
        var sampler = new TokenSampler();
        var chosen = new HashSet<int>();
        for (int trial = 0; trial < 3_000; trial++)
        {
            int size = 1 + (int)random.NextInt64(60);
            // A few values only, so that there are many equal logits.
            float[] logits = [.. Enumerable.Range(0, size).Select(_ => random.NextInt64(9) == 0 ? float.NegativeInfinity : random.NextInt64(12) / 3f)];
            logits[(int)random.NextInt64(size)] = 1;
            double temperature = trial % 5 == 0 ? 0 : 0.1 + random.NextDouble() * 2;
            int topK = (int)random.NextInt64(size + 5);
            double topP = trial % 3 == 0 ? 1 : 0.01 + random.NextDouble() * 0.98;
            double uniform = random.NextDouble();
            int token = sampler.Sample(logits, temperature, topK, topP, uniform);
            Assert.Equal(Naive(logits, temperature, topK, topP, uniform), token);
            chosen.Add(token);
        }
        Assert.True(chosen.Count > 30);
    }

    [Theory]
    [InlineData(1, 0, 1.0)]
    [InlineData(0.7, 0, 0.9)]
    [InlineData(2, 6, 1.0)]
    [InlineData(1.3, 8, 0.8)]
    public void Sample_ManyDraws_HaveTheDistribution(double temperature, int topK, double topP)
    {
        float[] logits = [.. Enumerable.Range(0, 12).Select(i => (float)Math.Sin(i * 2.7) * 2)];
        var sampler = new TokenSampler();
        const int Draws = 40_000;
        var counts = new int[logits.Length];
        for (int i = 0; i < Draws; i++) counts[sampler.Sample(logits, temperature, topK, topP, new SeededRandom((ulong)i).NextDouble())]++;
        double[] expected = Distribution(logits, temperature, topK, topP);
        double statistic = 0;
        int degrees = -1;
        for (int token = 0; token < logits.Length; token++)
        {
            if (expected[token] == 0)
            {
                Assert.Equal(0, counts[token]);
                continue;
            }
            degrees++;
            double difference = counts[token] - expected[token] * Draws;
            statistic += difference * difference / (expected[token] * Draws);
        }
        Assert.True(degrees >= 2);
        // Wilson and Hilferty 1931: the quantile of 0.999, whose normal quantile is 3.09.
        double limit = degrees * Math.Pow(1 - 2.0 / (9 * degrees) + 3.09 * Math.Sqrt(2.0 / (9 * degrees)), 3);
        Assert.True(statistic < limit, $"chi-square {statistic} with {degrees} degrees of freedom; the limit is {limit}");
    }

    [Fact]
    public void Sample_LogitsThatAreNotFinite_AreAnError()
    {
        var sampler = new TokenSampler();
        Assert.Contains("NaN for token 1",
            Assert.Throws<InvalidDataException>(() => sampler.Sample([0, float.NaN], 1, 0, 1, 0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => sampler.Sample([float.NegativeInfinity, float.NegativeInfinity], 0, 0, 1, 0.5));
        Assert.Throws<InvalidDataException>(() => sampler.Sample([0, float.PositiveInfinity], 0, 0, 1, 0.5));
    }

    private static int Naive(float[] logits, double temperature, int topK, double topP, double uniform)
    {
        double[] probabilities = Distribution(logits, temperature, topK, topP);
        double sum = 0;
        int last = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            if (probabilities[token] == 0) continue;
            last = token;
            sum += probabilities[token];
            if (uniform < sum) return token;
        }
        return last;
    }

    private static double[] Distribution(float[] logits, double temperature, int topK, double topP)
    {
        int[] order = [.. Enumerable.Range(0, logits.Length).OrderByDescending(token => logits[token]).ThenBy(token => token)];
        var result = new double[logits.Length];
        if (temperature == 0)
        {
            result[order[0]] = 1;
            return result;
        }
        if (topK > 0) order = order[..Math.Min(topK, order.Length)];
        double[] weights = [.. order.Select(token => Math.Exp((logits[token] - logits[order[0]]) / temperature))];
        double total = weights.Sum(), mass = 0;
        int kept = 0;
        while (kept < order.Length && mass < topP * total) mass += weights[kept++];
        if (topP >= 1) (kept, mass) = (order.Length, total);
        for (int i = 0; i < kept; i++) result[order[i]] = weights[i] / mass;
        return result;
    }
}

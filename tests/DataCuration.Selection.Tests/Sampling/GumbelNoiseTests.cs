namespace DataCuration.Selection.Tests;

public sealed class GumbelNoiseTests
{
    [Fact]
    public void Sample_ManyDocuments_HasGumbelMoments()
    {
        const int Count = 200_000;
        double sum = 0;
        double squares = 0;
        for (ulong id = 0; id < Count; id++)
        {
            double value = GumbelNoise.Sample(17, id);
            sum += value;
            squares += value * value;
        }

        double mean = sum / Count;
        Assert.Equal(0.5772156649, mean, 0.015);
        Assert.Equal(Math.PI * Math.PI / 6, (squares / Count) - (mean * mean), 0.04);
    }

    [Fact]
    public void Uniform_NeighbouringKeys_AreUncorrelatedAndInside()
    {
        foreach ((ulong seedStep, ulong idStep, uint roundStep) in ((ulong, ulong, uint)[])[(1, 0, 0), (0, 1, 0), (0, 0, 1),
            (1UL << 63, 0, 0), (0, 1UL << 63, 0)])
        {
            const int Count = 50_000;
            double covariance = 0;
            for (int i = 0; i < Count; i++)
            {
                double left = GumbelNoise.Uniform(5, (ulong)i * 977, 0);
                double right = GumbelNoise.Uniform(5 + seedStep, ((ulong)i * 977) + idStep, roundStep);
                Assert.InRange(left, Math.BitIncrement(0), Math.BitDecrement(1));
                covariance += (left - 0.5) * (right - 0.5);
            }

            Assert.Equal(0, covariance / Count * 12, 0.025);
        }
    }

    [Fact]
    public void Sample_KnownKeys_StaysTheSame()
    {
        Assert.Equal(GumbelNoise.Sample(1, 2), GumbelNoise.Sample(1, 2, 0));
        Assert.NotEqual(GumbelNoise.Sample(1, 2), GumbelNoise.Sample(2, 1));
        Assert.NotEqual(GumbelNoise.Sample(1, 2, 0), GumbelNoise.Sample(1, 2, 1));
    }
}

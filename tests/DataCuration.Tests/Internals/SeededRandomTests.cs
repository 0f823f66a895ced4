using CsCheck;

namespace DataCuration.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void NextUInt64_PublishedSeed_GivesSplitMix64()
    {
        // Test values of SplitMix64 for seed 1234567 (Rosetta Code, "Pseudo-random numbers/Splitmix64").
        var random = new SeededRandom(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void NextInt64_AnyBound_StaysBelowIt() =>
        Gen.Select(Gen.ULong, Gen.Long[1, long.MaxValue]).Sample((seed, bound) =>
        {
            var random = new SeededRandom(seed);
            for (int i = 0; i < 20; i++) Assert.InRange(random.NextInt64(bound), 0, bound - 1);
        });

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(3L << 60)] // a modulo would return the lower third twice as frequently
    public void NextInt64_ManyDraws_FallsEvenly(long bound)
    {
        const int Draws = 90_000;
        var random = new SeededRandom(99);
        var thirds = new int[3];
        for (int i = 0; i < Draws; i++) thirds[(int)(random.NextInt64(bound) / ((bound + 2) / 3))]++;
        double[] expected = [.. Enumerable.Range(0, 3)
            .Select(t => Math.Max(0, Math.Min(bound, (t + 1) * ((bound + 2) / 3)) - t * ((bound + 2) / 3)) / (double)bound * Draws)];
        double chi = thirds.Zip(expected, (seen, wanted) => (seen - wanted) * (seen - wanted) / wanted).Sum();
        Assert.InRange(chi, 0, 13.8); // 2 degrees of freedom, p = 0.001
    }

    [Fact]
    public void Create_OtherSeedPurposeOrKey_GivesOtherNumbers()
    {
        ulong[] first = [.. new[] { (1UL, "a", "k"), (2UL, "a", "k"), (1UL, "b", "k"), (1UL, "a", "l"),
            (1UL, "ak", "") }.Select(x => SeededRandom.Create(x.Item1, x.Item2, x.Item3).NextUInt64())];
        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Equal(first[0], SeededRandom.Create(1, "a", "k").NextUInt64());
    }

    [Fact]
    public void NextDouble_ManyDraws_IsInTheUnitIntervalWithMeanOneHalf()
    {
        var random = new SeededRandom(5);
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            double value = random.NextDouble();
            Assert.True(value is >= 0 and < 1);
            sum += value;
        }
        Assert.Equal(0.5, sum / 100_000, 0.005);
    }
}

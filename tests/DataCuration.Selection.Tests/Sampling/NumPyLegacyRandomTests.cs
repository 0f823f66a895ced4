using System.Text.Json;

namespace DataCuration.Selection.Tests;

public sealed class NumPyLegacyRandomTests
{
    [Fact]
    public void Streams_ReferenceSeeds_GiveReferenceNumbers()
    {
        int streams = 0;
        foreach (JsonElement stream in DsirVectors.Load("gumbel.json").GetProperty("streams").Items())
        {
            uint seed = stream.GetProperty("seed").GetUInt32();
            var integers = new NumPyLegacyRandom(seed);
            Assert.All(stream.GetProperty("first_uint32").Items(), expected => Assert.Equal(expected.GetUInt32(), integers.NextUInt32()));
            var doubles = new NumPyLegacyRandom(seed);
            Assert.All(stream.GetProperty("first_double").Doubles(), expected => Assert.Equal(expected, doubles.NextDouble()));
            var gumbel = new NumPyLegacyRandom(seed);
            Assert.All(stream.GetProperty("gumbel").Doubles(), expected => Assert.Equal(expected, gumbel.NextGumbel(), 1e-14));
            streams++;
        }

        Assert.Equal(2, streams);
    }

    [Fact]
    public void NextUInt32_TenThousandthOfSeed5489_IsTheStandardsNumber()
    {
        // ISO C++ [rand.predef]: the 10,000th number of a default mt19937.
        var random = new NumPyLegacyRandom(5489);
        for (int i = 1; i < 10_000; i++)
        {
            random.NextUInt32();
        }

        Assert.Equal(4123659995, random.NextUInt32());
    }
}

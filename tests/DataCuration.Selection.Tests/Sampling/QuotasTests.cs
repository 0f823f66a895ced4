using CsCheck;

namespace DataCuration.Selection.Tests;

public sealed class QuotasTests
{
    [Fact]
    public void ShareTwice_ExampleOfTheSpecification_GivesItsQuotas()
    {
        // DataMan's method, test T3: S1 {A: 400, B: 200}, S2 {A: 100, C: 300}, budget 100.
        Stratum[] strata = [new(0, 0) { Available = 400 }, new(0, 1) { Available = 200 }, new(1, 0) { Available = 100 }, new(1, 2) { Available = 300 }];
        Assert.Equal([40, 20, 10, 30], Quotas.ShareTwice(strata, 100));
    }

    [Fact]
    public void ShareTwice_RoundingLeavesSomething_GivesItToTheLargest()
    {
        Stratum[] strata = [new(0, 0) { Available = 1 }, new(0, 1) { Available = 2 }, new(1, 0) { Available = 4 }];
        // Sources get 3/7 and 4/7 of 10: 4 and 5, and the remaining 1 goes to the larger. Of the first's 4: 1 and 2, and 1 remains.
        Assert.Equal([1, 3, 6], Quotas.ShareTwice(strata, 10));
        Assert.Equal([2, 2, 3], Quotas.Equal([5, 1, 9], 7));
    }

    [Fact]
    public void Share_ManySmallParts_GivesNoneMoreThanItHas()
    {
        // After rounding, all 50 of 100 parts with one document each remain: a single part cannot take them.
        long[] shares = Quotas.Share([.. Enumerable.Repeat(1L, 100)], 50);
        Assert.Equal((50, 1), (shares.Sum(), shares.Max()));
        Assert.Equal([2, 3, 0], Quotas.Share([2, 3, 1], 5));
        Stratum[] strata = [.. Enumerable.Range(0, 30).Select(i => new Stratum(i / 10, i % 10) { Available = 2 })];
        Assert.Equal((25, 2), (Quotas.ShareTwice(strata, 25).Sum(), Quotas.ShareTwice(strata, 25).Max()));
    }

    [Fact]
    public void Share_AnyWeights_SharesAllAndNearlyInProportion() =>
        Gen.Select(Gen.Long[0, 1L << 45].Array[1, 20], Gen.Long[0, 1L << 50]).Sample((weights, budget) =>
        {
            long[] shares = Quotas.Share(weights, budget);
            Assert.Equal(budget, shares.Sum());
            UInt128 total = 0;
            foreach (long weight in weights) total += (UInt128)weight;
            for (int i = 0; i < weights.Length && total > 0; i++)
                Assert.InRange(shares[i], (long)((UInt128)weights[i] * (UInt128)budget / total),
                    (long)((UInt128)weights[i] * (UInt128)budget / total) + weights.Length);
            if ((UInt128)budget <= total) Assert.All(weights.Zip(shares), part => Assert.True(part.Second <= part.First));
        });
}

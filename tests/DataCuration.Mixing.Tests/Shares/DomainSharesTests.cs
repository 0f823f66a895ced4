namespace DataCuration.Mixing.Tests;

public sealed class DomainSharesTests
{
    // A general loss that rises slowly, and steeply as the last general text goes; a domain loss with a best share below 1 for limited data.
    private static readonly FittedLaw Law = ScalingLaws.Dcpt.With(("E", 1.2), ("A", 300), ("alpha", 0.35), ("B", 100), ("eta", 0.4), ("beta", 0.3), ("C", 0.25),
        ("gamma", 0.6), ("epsilon", 0.1));

    [Fact]
    public void FindLargestShare_Tolerance_IsWhereTheGeneralLossReachesIt()
    {
        double initial = LossAt(1);
        double share = DomainShares.FindLargestShare(Law, 1.8e9, 1e10, 0.03)!.Value;
        Assert.InRange(share, 0.05, 0.95);
        Assert.Equal(1.03 * initial, LossAt(1 - share), 1e-12);
        Assert.True(DomainShares.FindLargestShare(Law, 1.8e9, 1e10, 0.05) > share);
        Assert.Equal(1, DomainShares.FindLargestShare(Law, 1.8e9, 1e10, 10));
        Assert.Equal(0, DomainShares.FindLargestShare(Law, 1.8e9, 1e10, 0)!.Value, 1e-9);
        Assert.Null(DomainShares.FindLargestShare(Law, 1.8e9, 1e10, 0.03, initialLoss: 0.5 * initial));
        Assert.Throws<ArgumentOutOfRangeException>(() => DomainShares.FindLargestShare(Law, 1.8e9, 1e10, -1));

        static double LossAt(double ratio) => Law.Predict(("N", 1.8e9), ("D", 1e10), ("r", ratio));
    }

    [Fact]
    public void FindShareForLimitedData_DomainLaw_IsTheLowestOfAllShares()
    {
        // With little domain data a smaller share makes a longer training: the best share is inside.
        FittedLaw law = ScalingLaws.Dcpt.With(("E", 0.5), ("A", 10), ("alpha", 0.3), ("B", 4_000), ("eta", 0.3), ("beta", 0.4), ("C", 0.25), ("gamma", 0.6),
            ("epsilon", 0.1));
        ShareChoice choice = DomainShares.FindShareForLimitedData(law, 1.8e9, 5e9);
        Assert.InRange(choice.Share, 0.06, 0.99);
        Assert.Equal(5e9 / choice.Share, choice.Tokens, 1);
        Assert.Equal(law.Predict(("N", 1.8e9), ("D", choice.Tokens), ("r", choice.Share)), choice.Loss, 1e-12);
        for (double r = 0.05; r <= 1; r += 0.01) Assert.True(law.Predict(("N", 1.8e9), ("D", 5e9 / r), ("r", r)) >= choice.Loss - 1e-12, $"{r}");
    }

    [Fact]
    public void AllocateCompute_ChinchillaTerms_HasTheClosedForm()
    {
        // min A/N^a + B'/D^b with 6ND = C: N^(a+b) = (a A / (b B')) (C/6)^b.
        const double Compute = 1e21, Ratio = 0.5;
        ComputeAllocation found = DomainShares.AllocateCompute(Law, Compute, Ratio, 1e7, 1e11);
        double b = 100 * Math.Pow(Ratio, 0.4);
        double expected = Math.Pow(0.35 * 300 / (0.3 * b) * Math.Pow(Compute / 6, 0.3), 1 / 0.65);
        Assert.Equal(1, found.ModelSize / expected, 1e-5);
        Assert.Equal(1, 6 * found.ModelSize * found.Tokens / Compute, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => DomainShares.AllocateCompute(Law, Compute, Ratio, 1e11, 1e7));
    }

    [Fact]
    public void Run_GoodAndBadLaws_FindsThePropertiesThatFail()
    {
        double[] n = [5e8, 1.8e9, 4e9], d = [1e9, 5e9, 2e10], r = [0.1, 0.33, 0.67, 1];
        DomainMixtureCheck good = DomainMixtureCheck.Run(Law, n, d, r);
        Assert.Equal(36, good.Places);
        Assert.Empty(good.Failures);
        Assert.DoesNotContain("fails", good.ToString(), StringComparison.Ordinal);

        // With a large B and few tokens, more domain data raises the loss.
        FittedLaw rising = ScalingLaws.Dcpt.With(("E", 1.2), ("A", 300), ("alpha", 0.35), ("B", 5_000), ("eta", 1), ("beta", 0.3), ("C", 0.1), ("gamma", 0.2),
            ("epsilon", 0.1));
        DomainMixtureCheck bad = DomainMixtureCheck.Run(rising, n, d, r);
        Assert.False(bad.Holds(DomainMixtureProperty.FallsWithRatio));
        Assert.All([DomainMixtureProperty.FallsWithModelSize, DomainMixtureProperty.FallsWithTokens, DomainMixtureProperty.TokensHelpMoreWithRatio,
            DomainMixtureProperty.IsChinchillaAtFixedRatio], property => Assert.True(bad.Holds(property), bad.ToString()));
        Assert.Contains("FallsWithRatio: fails at", bad.ToString(), StringComparison.Ordinal);

        // Model size and tokens multiply: each slope is a power, but the sum is not Chinchilla's. The ratio does not help tokens.
        var product = new ParametricLaw("product", ["N", "D", "r"], [LawParameter.Positive("E", 1, 2)],
            v => v["E"] + 1e4 / (LawExpression.Pow(v["N"], 0.3) * LawExpression.Pow(v["D"], 0.2)) - 0.01 * v["r"]);
        DomainMixtureCheck mixed = DomainMixtureCheck.Run(product.With(("E", 1)), n, d, r);
        Assert.False(mixed.Holds(DomainMixtureProperty.IsChinchillaAtFixedRatio));
        Assert.False(mixed.Holds(DomainMixtureProperty.TokensHelpMoreWithRatio));
        Assert.True(mixed.Holds(DomainMixtureProperty.FallsWithRatio));
        // A sum, but the second slope is no power.
        var bent = new ParametricLaw("bent", ["N", "D", "r"], [LawParameter.Positive("E", 1, 2)],
            v => v["E"] + 300 / LawExpression.Pow(v["N"], 0.3) - LawExpression.Log(LawExpression.Log(v["D"])));
        Assert.False(DomainMixtureCheck.Run(bent.With(("E", 1)), n, d, r).Holds(DomainMixtureProperty.IsChinchillaAtFixedRatio));
        Assert.Throws<ArgumentException>(() => DomainMixtureCheck.Run(Law, n, d, [0]));
        Assert.Throws<ArgumentException>(() => DomainMixtureCheck.Run(ScalingLaws.CriticalRatio.With(("a", 1), ("s", 1), ("b", 1)), n, d, r));
    }
}

namespace DataCuration.Mixing.Tests;

public sealed class CriticalMixtureRatioTests
{
    // Methods, section 6.2: the published coefficients, and T2: the critical ratios at 20B (T = 100) and 10B tokens to 5e-4.
    [Theory]
    [InlineData(0.22524761, 0.26944345, -0.48139982, 0.2976, 0.1649)]
    [InlineData(0.7520627, 0.13720245, -1.06581937, 0.3489, 0.2205)]
    [InlineData(-2.36384831, -0.15125569, 1.59223649, 0.4143, 0.2841)]
    [InlineData(-2.5368197, -0.42071423, 0.84375368, 0.4783, 0.3545)]
    public void Predict_PublishedBudgetLaws_GiveTheCriticalRatios(double a, double s, double b, double at100, double at50)
    {
        FittedLaw law = ScalingLaws.CriticalRatio.With(("a", a), ("s", s), ("b", b));
        Assert.Equal(at100, law.Predict(("T", 100)), 5e-4);
        Assert.Equal(at50, law.Predict(("T", 50)), 5e-4);
    }

    [Theory]
    [InlineData(0.22524761, 0.26944345, -0.48139982)]
    [InlineData(-2.5368197, -0.42071423, 0.84375368)]
    public void FitBudgets_PointsOfAPublishedLaw_PredictALargerBudget(double a, double s, double b)
    {
        FittedLaw truth = ScalingLaws.CriticalRatio.With(("a", a), ("s", s), ("b", b));
        LawFit fit = CriticalMixtureRatio.FitBudgets(new double[] { 25, 35, 50, 60, 75 }.Select(t => (t, truth.Predict(("T", t)))),
            new LawFitter { Residual = LawResidual.Plain, BootstrapSamples = 0 });
        Assert.Equal(truth.Predict(("T", 100)), fit.Law.Predict(("T", 100)), 5e-4);
        Assert.Throws<ArgumentException>(() => CriticalMixtureRatio.FitBudgets([(0, 1)]));
    }

    [Fact]
    public void Find_IncreaseOfTheGeneralLoss_IsTheMaximumOfTheFeasibleSet()
    {
        // Falls at first (replay still helps), then rises beyond the tolerance at 0.4, and is feasible at no ratio after it.
        MeasuredCurve increase = new((0.1, 0.01), (0.2, -0.02), (0.3, 0.03), (0.5, 0.07), (1, 0.4));
        Assert.Equal(0.4, CriticalMixtureRatio.Find(increase)!.Value, 1e-12);
        ShareInterval feasible = Assert.Single(CriticalMixtureRatio.FindFeasible(increase));
        Assert.Equal(0.1, feasible.From);
        Assert.Null(CriticalMixtureRatio.Find(increase, -0.5));
        Assert.Equal(1, CriticalMixtureRatio.Find(increase, 0.4));
    }

    // R* = ((initial + tolerance - beta) / alpha)^(1/s). The second law falls to minus infinity at R = 0.
    [Theory]
    [InlineData(0.3, 1.5, 2.5, 2.52)]
    [InlineData(-0.2, -0.4, 2.9, 2.58)]
    public void Find_FittedLaw_IsWhereTheFormulaReachesTheTolerance(double alpha, double s, double beta, double initial)
    {
        FittedLaw general = ScalingLaws.LossAgainstRatio.With(("alpha", alpha), ("s", s), ("beta", beta));
        double expected = Math.Pow((initial + 0.05 - beta) / alpha, 1 / s);
        Assert.InRange(expected, 0.2, 0.8);
        Assert.Equal(expected, CriticalMixtureRatio.Find(general, initial)!.Value, 1e-12);
        Assert.Equal(0, Assert.Single(CriticalMixtureRatio.FindFeasible(general, initial)).From);

        // A law that is fitted to measured ratios says the same, and their polygon nearly so.
        double[] ratios = [0.1, 0.2, 0.25, 1 / 3.0, 0.5, 0.75, 1];
        LawFit fit = new LawFitter { Residual = LawResidual.Plain, BootstrapSamples = 0 }.Fit(ScalingLaws.LossAgainstRatio,
            ratios.Select(ratio => LawPoint.Create($"{ratio}", general.Predict(("R", ratio)), ("R", ratio))));
        Assert.Equal(expected, CriticalMixtureRatio.Find(fit.Law, initial, from: 0.1)!.Value, 1e-3);
        MeasuredCurve increase = new(ratios.Select(ratio => new CurvePoint(ratio, general.Predict(("R", ratio)) - initial)));
        Assert.Equal(expected, CriticalMixtureRatio.Find(increase)!.Value, 0.03);
    }

    [Fact]
    public void FindFeasible_FittedLaw_CanBeAllNothingOrTheUpperPart()
    {
        FittedLaw rising = ScalingLaws.LossAgainstRatio.With(("alpha", 0.3), ("s", 1), ("beta", 2));
        FittedLaw falling = ScalingLaws.LossAgainstRatio.With(("alpha", -0.3), ("s", 1), ("beta", 2));
        Assert.Equal([new ShareInterval(0, 1)], CriticalMixtureRatio.FindFeasible(rising, 2.25));
        Assert.Empty(CriticalMixtureRatio.FindFeasible(rising, 1.9));
        Assert.Null(CriticalMixtureRatio.Find(rising, 1.9));
        Assert.Equal([new ShareInterval(0, 0)], CriticalMixtureRatio.FindFeasible(rising, 2, tolerance: 0));
        ShareInterval upper = Assert.Single(CriticalMixtureRatio.FindFeasible(falling, 1.8));
        Assert.Equal(0.5, upper.From, 1e-12);
        Assert.Equal(1, upper.To);
        Assert.Equal(0.8, CriticalMixtureRatio.Find(falling, 1.8, to: 0.8));

        FittedLaw other = ScalingLaws.CriticalRatio.With(("a", 1), ("s", 1), ("b", 1));
        Assert.Contains("the inputs T", Assert.Throws<ArgumentException>(() => CriticalMixtureRatio.Find(other, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CriticalMixtureRatio.Find(rising, 2, from: 0.5, to: 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => CriticalMixtureRatio.Find(rising, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => CriticalMixtureRatio.Find(rising, 2, double.NaN));
    }

    /// <summary>"No ratio is feasible" would be a wrong answer.</summary>
    [Fact]
    public void Find_LevelThatIsNotANumber_IsRefused()
    {
        MeasuredCurve increase = new((0.1, 0.01), (0.5, 0.07));
        Assert.Equal("tolerance", Assert.Throws<ArgumentOutOfRangeException>(() => CriticalMixtureRatio.Find(increase, double.NaN)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => increase.FindAtMost(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => increase.FindCrossings(double.NaN));
        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => ScalarSearch.FindCrossing(x => x, double.NaN, 0, 1)).ParamName);
    }

    /// <summary>The line to a point on the level ends exactly there, so that an interval of one point does not end before it begins.</summary>
    [Fact]
    public void FindAtMost_OnePointOnTheLevel_IsThatPoint()
    {
        int inexact = 0;
        for (int first = 1; first < 40; first++)
            for (int second = first + 1; second < 40; second++)
            {
                double from = first / 40.0, at = second / 40.0;
                if (from + (at - from) != at) inexact++;
                var curve = new MeasuredCurve((from, 0.7), (at, 0.1), (1, 0.9));
                Assert.Equal(new ShareInterval(at, at), Assert.Single(curve.FindAtMost(0.1)));
            }
        Assert.True(inexact > 0, "No difference was rounded.");
    }
}

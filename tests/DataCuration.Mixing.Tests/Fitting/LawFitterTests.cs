using System.Text.Json;

namespace DataCuration.Mixing.Tests;

public sealed class LawFitterTests
{
    internal static readonly FittedLaw Truth = ScalingLaws.Dcpt.With(("E", 1.2), ("A", 300), ("alpha", 0.35), ("B", 100), ("eta", 0.4), ("beta", 0.3),
        ("C", 0.25), ("gamma", 0.6), ("epsilon", 0.1));

    [Fact]
    public void Fit_DcptGridWithNoise_PredictsWithinOnePercent()
    {
        // Methods, section 6.3, T1: 3 sizes x 20 numbers of tokens x 9 ratios, noise of 1e-4. Parameters cannot be identified, predictions can.
        LawFit fit = new LawFitter { BootstrapSamples = 0 }.Fit(ScalingLaws.Dcpt, DcptGrid(1e-4));
        Assert.Equal(540, fit.Points);
        double worst = 0;
        foreach (double n in (double[])[5e8, 1.8e9, 4e9, 7e9])
            foreach (double d in (double[])[1e9, 5e9, 2e10, 5e10])
                foreach (double r in (double[])[0, 0.05, 0.1, 0.25, 0.5, 0.75, 1])
                    worst = Math.Max(worst, Math.Abs(fit.Law.Predict(("N", n), ("D", d), ("r", r)) / Truth.Predict(("N", n), ("D", d), ("r", r)) - 1));
        Assert.InRange(worst, 0, 0.01);
        Assert.InRange(fit.RSquared, 0.9999, 1);
        Assert.InRange(fit.RootMeanSquareError, 5e-5, 1.1e-4);
        Assert.True(fit.IsConverged);
    }

    // Methods, section 6.2: domain loss of CMR's table 2 at the ratios 1, 3/4, 1/2 and 1/3, and the prediction at 1/4.
    [Theory]
    [InlineData(1.4628, 1.4844, 1.5122, 1.5387, 1.5561)]
    [InlineData(1.3723, 1.3910, 1.4155, 1.4385, 1.4538)]
    [InlineData(1.3242, 1.3416, 1.3643, 1.3854, 1.3993)]
    [InlineData(1.2585, 1.2750, 1.2965, 1.3170, 1.3306)]
    public void Fit_CmrLosses_PredictTheLossAtAQuarter(double one, double threeQuarters, double half, double third, double quarter)
    {
        LawPoint[] points = [LawPoint.Create("1", one, ("R", 1)), LawPoint.Create("3/4", threeQuarters, ("R", 0.75)), LawPoint.Create("1/2", half, ("R", 0.5)),
            LawPoint.Create("1/3", third, ("R", 1 / 3.0))];
        foreach (LawFitter fitter in (LawFitter[])[new() { BootstrapSamples = 0 }, new()
            { BootstrapSamples = 0, Residual = LawResidual.Plain, HuberDelta = double.PositiveInfinity }])
        {
            LawFit fit = fitter.Fit(ScalingLaws.LossAgainstRatio, points);
            Assert.Equal(quarter, fit.Law.Predict(("R", 0.25)), 5e-4);
            Assert.True(fit.Law["s"] > 0 && fit.Law["alpha"] < 0, fit.ToString());
        }
    }

    [Fact]
    public void Fit_CmrLeastSquares_FindsThePublishedParameters()
    {
        var fitter = new LawFitter { BootstrapSamples = 0, Residual = LawResidual.Plain, HuberDelta = double.PositiveInfinity };
        LawFit fit = fitter.Fit(ScalingLaws.LossAgainstRatio,
            [LawPoint.Create("1", 1.4628, ("R", 1)), LawPoint.Create("3/4", 1.4844, ("R", 0.75)), LawPoint.Create("1/2", 1.5122, ("R", 0.5)),
                LawPoint.Create("1/3", 1.5387, ("R", 1 / 3.0))]);
        // The grid of the reference has steps of 0.001 in s.
        Assert.Equal(0.178, fit.Law["s"], 6e-4);
        Assert.Equal(-0.4264, fit.Law["alpha"], 2e-3);
        Assert.Equal(1.8893, fit.Law["beta"], 2e-3);
    }

    [Fact]
    public void Fit_CrossDomainGrid_PredictsADomainOfItsOwn()
    {
        // One fit for four domains; a fifth one needs only its learnability.
        FittedLaw truth = ScalingLaws.CrossDomainDcpt.With(("E", 0.8), ("A", 300), ("alpha", 0.35), ("B", 100), ("eta", 0.4), ("beta", 0.3), ("C", 0.25),
            ("gamma", 0.6), ("epsilon", 0.1), ("F", 0.5), ("mu", 0.7));
        var random = new SeededRandom(12);
        var points = new List<LawPoint>();
        foreach (double k in (double[])[0.4, 0.6, 0.9, 1.3])
            foreach (double n in (double[])[5e8, 1.8e9, 4e9])
                foreach (double d in (double[])[1e9, 3e9, 8e9, 2e10])
                    foreach (double r in (double[])[0, 0.2, 0.5, 1])
                        points.Add(LawPoint.Create($"{points.Count}", truth.Predict(("N", n), ("D", d), ("r", r), ("K", k)) + 1e-4 * Normal(ref random),
                            ("N", n), ("D", d), ("r", r), ("K", k)));
        LawFit fit = new LawFitter { BootstrapSamples = 0 }.Fit(ScalingLaws.CrossDomainDcpt, points);
        FittedLaw own = fit.Law.Fix("K", 0.75);
        foreach (double r in (double[])[0, 0.1, 0.5, 1])
            Assert.Equal(1, own.Predict(("N", 7e9), ("D", 3e10), ("r", r)) / truth.Predict(("N", 7e9), ("D", 3e10), ("r", r), ("K", 0.75)), 2e-3);
    }

    [Fact]
    public void Fit_SaturatingCurve_PredictsBetweenAndBeyondItsPoints()
    {
        FittedLaw truth = ScalingLaws.Saturating(2).With(("C", 57), ("a1", 9), ("k1", 0.02), ("a2", 9.5), ("k2", 0.4));
        LawPoint[] points = [.. new double[] { 0, 1, 2, 4, 8, 16, 32, 64, 128, 256 }
            .Select(x => LawPoint.Create($"{x}", truth.Predict(("x", x)), ("x", x)))];
        LawFit fit = new LawFitter { BootstrapSamples = 0 }.Fit(ScalingLaws.Saturating(2), points);
        foreach (double x in (double[])[3, 50, 455]) Assert.Equal(truth.Predict(("x", x)), fit.Law.Predict(("x", x)), 1e-3);
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_GivesTheSameBits()
    {
        LawPoint[] points = [.. DcptGrid(1e-3).Where((_, i) => i % 4 == 0)];
        string[] reports = [.. new[] { 1, 2, 4 }.Select(threads =>
            new LawFitter { Threads = threads, Starts = 24, BootstrapSamples = 12, Seed = 3 }.Fit(ScalingLaws.Dcpt, points).ToJson())];
        Assert.Equal(reports[0], reports[1]);
        Assert.Equal(reports[0], reports[2]);
        string other = new LawFitter { Starts = 24, BootstrapSamples = 12, Seed = 4 }.Fit(ScalingLaws.Dcpt, points).ToJson();
        Assert.NotEqual(reports[0], other);
    }

    [Fact]
    public void Fit_Outliers_HaveLittleWeight()
    {
        LawPoint[] points = ChinchillaPoints(1e-4, 1);
        LawPoint[] spoiled = [.. points.Select((point, i) => i % 9 == 4 ? point with { Value = point.Value * 1.3 } : point)];
        double truth = Chinchilla(7e9, 1e11);
        double robust = new LawFitter { BootstrapSamples = 0 }.Fit(ScalingLaws.Chinchilla, spoiled).Law.Predict(("N", 7e9), ("D", 1e11));
        double squares = new LawFitter { BootstrapSamples = 0, HuberDelta = double.PositiveInfinity }
            .Fit(ScalingLaws.Chinchilla, spoiled).Law.Predict(("N", 7e9), ("D", 1e11));
        Assert.InRange(Math.Abs(robust / truth - 1), 0, 0.003);
        Assert.InRange(Math.Abs(squares / truth - 1), 0.01, 1);
    }

    [Fact]
    public void Predict_Bootstrap_CoversTheTruthAboutAsOftenAsItSays()
    {
        double truth = Chinchilla(3e9, 3e10);
        int covered = 0;
        const int Rounds = 40;
        for (ulong round = 0; round < Rounds; round++)
        {
            LawFit fit = new LawFitter { Starts = 8, BootstrapSamples = 60, Confidence = 0.9 }.Fit(ScalingLaws.Chinchilla, ChinchillaPoints(1e-3, round));
            LawInterval interval = fit.Predict(("N", 3e9), ("D", 3e10));
            Assert.InRange(interval.Value, interval.Low - 1e-3, interval.High + 1e-3);
            Assert.InRange(interval.High - interval.Low, 1e-5, 0.02);
            if (interval.Low <= truth && truth <= interval.High) covered++;
        }
        // A percentile bootstrap of 49 points covers a little less than it says. Far too wide or narrow intervals would cover all or few.
        Assert.InRange(covered, 26, Rounds);
    }

    [Fact]
    public void Fit_PointsBeforeAnInflection_AreLeftOutAndNamed()
    {
        LawPoint[] points = [.. DcptGrid(0)];
        // One series starts flat: the losses at ratios 0 and 0.1 are far below the law.
        LawPoint[] bent = [.. points.Select(point => point.Name switch
        {
            "N=5E+08 D=1E+09 r=0" => point with { Value = points.Single(other => other.Name == "N=5E+08 D=1E+09 r=0.2").Value + 0.02 },
            "N=5E+08 D=1E+09 r=0.1" => point with { Value = points.Single(other => other.Name == "N=5E+08 D=1E+09 r=0.2").Value + 0.015 },
            _ => point,
        })];
        LawFit fit = new LawFitter { Inflection = new InflectionFilter(), Starts = 16, BootstrapSamples = 0 }.Fit(ScalingLaws.Dcpt, bent);
        Assert.Equal(["N=5E+08 D=1E+09 r=0", "N=5E+08 D=1E+09 r=0.1"], fit.Excluded.Select(point => point.Name));
        Assert.All(fit.Excluded, point => Assert.Equal("before the inflection at r = 0.2", point.Reason));
        Assert.Equal(538, fit.Points);
        Assert.Empty(new InflectionFilter().Find(points));
        Assert.Contains("N=5E+08 D=1E+09 r=0: before the inflection at r = 0.2", fit.ToString(), StringComparison.Ordinal);
        Assert.Contains("- N=5E+08 D=1E+09 r=0: before", fit.ToMarkdown(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(fit.ToJson());
        Assert.Equal("N=5E+08 D=1E+09 r=0", json.RootElement.GetProperty("excluded")[0].GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("parameters")[0].GetProperty("low").ValueKind);
    }

    [Fact]
    public void Find_Noise_IsNoInflection()
    {
        double[] losses = [2, 1.9, 1.8002, 1.7, 1.65];
        LawPoint[] points = [.. losses.Select((loss, i) => LawPoint.Create($"{i}", loss, ("r", i / 10.0)))];
        Assert.Empty(new InflectionFilter().Find(points));
        Assert.Equal(["0", "1"], new InflectionFilter { Tolerance = 0 }.Find([points[0] with { Value = 1.99 }, .. points[1..]]).Select(point => point.Name));
        Assert.Throws<ArgumentException>(() => new InflectionFilter { Input = "x" }.Find(points));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InflectionFilter { Tolerance = -1 });
    }

    /// <summary>Losses start concave at the ratios 0 and 0.1. Seeds differ by up to a hundredth of the loss, in turn up and down.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_SeveralSeedsForEachRatio_LeavesOutWholeRatios(int seeds)
    {
        double[] losses = [2, 1.99, 1.95, 1.8, 1.72, 1.68], noise = seeds == 1 ? [0] : seeds == 2 ? [-0.02, 0.02] : [0.02, -0.02, 0];
        LawPoint[] points = [.. losses.SelectMany((loss, i) => noise.Select((error, seed) =>
            LawPoint.Create($"r{i}-{seed}", loss + error, ("r", i / 10.0), ("D", 1e9))))];
        string[] expected = [.. Enumerable.Range(0, 2).SelectMany(i => Enumerable.Range(0, seeds).Select(seed => $"r{i}-{seed}"))];
        IReadOnlyList<ExcludedPoint> found = new InflectionFilter().Find(points);
        Assert.Equal(expected, found.Select(point => point.Name));
        Assert.All(found, point => Assert.Equal("before the inflection at r = 0.2", point.Reason));
        // Their order does not matter.
        Assert.Equal(expected.Order(), new InflectionFilter().Find(Enumerable.Reverse(points)).Select(point => point.Name).Order());

        // Three ratios remain, however many points they have.
        LawPoint[] concave = [.. points.Where(point => point.Inputs["r"] <= 0.3)];
        Assert.Equal([.. Enumerable.Range(0, seeds).Select(seed => $"r0-{seed}")], new InflectionFilter().Find(concave).Select(point => point.Name));
    }

    [Fact]
    public void Report_Fit_HasNumbersAndIntervals()
    {
        LawFit fit = new LawFitter { Starts = 8, BootstrapSamples = 20 }.Fit(ScalingLaws.Chinchilla, ChinchillaPoints(1e-3, 1));
        string text = fit.ToString();
        Assert.StartsWith("Chinchilla: E + A/N^alpha + B/D^beta\n49 points, R² 0.99", text, StringComparison.Ordinal);
        Assert.Contains("95 % interval (20 samples)", text.Replace("95%", "95 %", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(5, fit.Parameters.Count);
        Assert.All(fit.Parameters, parameter =>
            Assert.True(parameter.Interval.Low <= parameter.Interval.High && parameter.Interval.Low > 0, parameter.ToString()));
        Assert.Contains("| alpha |", fit.ToMarkdown(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(fit.ToJson());
        Assert.Equal(fit.Law["beta"], json.RootElement.GetProperty("parameters")[4].GetProperty("value").GetDouble());
        Assert.Equal(0, fit.FailedStarts);
    }

    [Fact]
    public void Fit_WrongPoints_AreNamed()
    {
        var fitter = new LawFitter();
        LawPoint[] points = [LawPoint.Create("a", 1, ("R", 0.5)), LawPoint.Create("b", 2, ("R", 1))];
        Assert.Contains("3 parameters, and there are 2 points", Refused(points), StringComparison.Ordinal);
        Assert.Contains("name 'a'", Refused([points[0], points[0]]), StringComparison.Ordinal);
        Assert.Contains("'b' has the value -2", Refused([points[0], points[1] with { Value = -2 }]), StringComparison.Ordinal);
        Assert.Contains("'c' lacks", Refused([.. points, LawPoint.Create("c", 1, ("T", 1))]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LawFitter { HuberDelta = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LawFitter { Starts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LawFitter { Confidence = 1 });
        var negative = new ParametricLaw("negative", ["R"], [LawParameter.Positive("p", 1, 2)], v => -v["p"]);
        Assert.Contains("all 64 starts", Assert.Throws<InvalidOperationException>(() => fitter.Fit(negative, points)).Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => fitter.Fit(ScalingLaws.Chinchilla, ChinchillaPoints(1e-3, 1), new CancellationToken(canceled: true)));

        string Refused(LawPoint[] wrong) => Assert.Throws<ArgumentException>(() => fitter.Fit(ScalingLaws.LossAgainstRatio, wrong)).Message;
    }

    [Fact]
    public void Draw_LatinHypercube_HasOneStartInEachPart()
    {
        double[][] starts = LawStarts.Draw(ScalingLaws.LossAgainstRatio, 10, 5);
        // alpha from -2 to 2, in units of 2.
        Assert.Equal(Enumerable.Range(0, 10), starts.Select(start => (int)Math.Floor((start[0] + 1) * 5)).Order());
        // The logarithm of Chinchilla's alpha, from that of 0.1 to 0.
        starts = LawStarts.Draw(ScalingLaws.Chinchilla, 10, 5);
        Assert.Equal(Enumerable.Range(0, 10), starts.Select(start => (int)Math.Floor(start[3] / Math.Log(10) * 10 + 10)).Order());
    }

    internal static IEnumerable<LawPoint> DcptGrid(double noise)
    {
        var random = new SeededRandom(11);
        foreach (double n in (double[])[5e8, 1.8e9, 4e9])
            for (int step = 1; step <= 20; step++)
                foreach (double r in (double[])[0, 0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 0.9, 1])
                {
                    double d = step * 1e9, loss = Truth.Predict(("N", n), ("D", d), ("r", r)) + noise * Normal(ref random);
                    yield return LawPoint.Create(FormattableString.Invariant($"N={n:0.#E+00} D={d:0.#E+00} r={r}"), loss, ("N", n), ("D", d), ("r", r));
                }
    }

    [Fact]
    public void Residual_UnknownOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new LawFitter { Residual = (LawResidual)7 });

    private static double Chinchilla(double n, double d) => 1.7 + 400 / Math.Pow(n, 0.34) + 410 / Math.Pow(d, 0.28);

    private static LawPoint[] ChinchillaPoints(double noise, ulong seed)
    {
        SeededRandom random = SeededRandom.Create(seed, "noise", "");
        var points = new List<LawPoint>();
        for (int i = 0; i < 7; i++)
            for (int j = 0; j < 7; j++)
            {
                double n = 1e8 * Math.Pow(2, i), d = 1e9 * Math.Pow(2, j);
                points.Add(LawPoint.Create($"{i} {j}", Chinchilla(n, d) * (1 + noise * Normal(ref random)), ("N", n), ("D", d)));
            }
        return [.. points];
    }

    /// <summary>A normal number by the method of Box and Muller.</summary>
    private static double Normal(ref SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

namespace DataCuration.Synthesis.Tests.Scaling;

public sealed class ScalingCurveTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0, 38.31)]
    [InlineData(10, 48.03)]
    [InlineData(100, 52.15)]
    [InlineData(455, 56.16)]
    public void ValueAt_PublishedCurve_HasThePublishedValues(double millionTokens, double expected) =>
        Assert.InRange(ScalingCurve.Published.ValueAt(millionTokens), expected - 0.01, expected + 0.01);

    [Fact]
    public void ValueAt_NegativeTokens_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => ScalingCurve.Published.ValueAt(-1));

    [Fact]
    public void Fit_PointsOfThePublishedCurve_FindsItAgain()
    {
        ScalingPoint[] points = [.. Tokens.Select(x => new ScalingPoint(x, ScalingCurve.Published.ValueAt(x)))];
        ScalingCurve curve = ScalingCurveFit.Fit(points);
        output.WriteLine(ScalingCurveFit.Compare(points, curve));
        Assert.Equal(3, curve.Terms.Length);
        Assert.True(curve.RootMeanSquareError < 0.02, $"{curve.RootMeanSquareError}");
        foreach (double x in new[] { 3.0, 60, 250 }) Assert.InRange(curve.ValueAt(x) - ScalingCurve.Published.ValueAt(x), -0.1, 0.1);
        Assert.Equal(curve.Ceiling, ScalingCurveFit.Fit(points.Reverse()).Ceiling);
    }

    [Fact]
    public void Fit_OneExponential_IsExact()
    {
        ScalingPoint[] points = [.. new[] { 0.0, 1, 2, 5, 10, 20, 50 }.Select(x => new ScalingPoint(x, 60 - 20 * Math.Pow(0.9, x)))];
        ScalingCurve curve = ScalingCurveFit.Fit(points, terms: 1);
        Assert.InRange(curve.Ceiling, 59.999, 60.001);
        ScalingTerm term = Assert.Single(curve.Terms);
        Assert.InRange(term.Amplitude, 19.999, 20.001);
        Assert.InRange(term.Rate, 0.89999, 0.90001);
        Assert.True(curve.RootMeanSquareError < 1e-4);
    }

    [Fact]
    public void Fit_NoisyPoints_IsNoWorseThanTheCurveThatMadeThem()
    {
        var random = new SeededRandom(5);
        ScalingPoint[] points = [.. Tokens.Select(x => new ScalingPoint(x, ScalingCurve.Published.ValueAt(x) + random.NextDouble() - 0.5))];
        double own = Math.Sqrt(points.Average(point => Math.Pow(point.Value - ScalingCurve.Published.ValueAt(point.MillionTokens), 2)));
        Assert.True(ScalingCurveFit.Fit(points).RootMeanSquareError <= own + 1e-6);
    }

    [Fact]
    public void Fit_FallingPoints_HasNoNegativeAmplitude()
    {
        ScalingCurve curve = ScalingCurveFit.Fit(Tokens.Select(x => new ScalingPoint(x, 50 - x / 100)));
        Assert.Empty(curve.Terms);
        Assert.Equal(Tokens.Average(x => 50 - x / 100), curve.Ceiling, 1e-9);
    }

    [Fact]
    public void Fit_TooFewPoints_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ScalingCurveFit.Fit(Enumerable.Range(0, 7).Select(x => new ScalingPoint(x, x))));
        Assert.Throws<ArgumentException>(() => ScalingCurveFit.Fit(Enumerable.Range(0, 20).Select(x => new ScalingPoint(1, x)), terms: 1));
        Assert.Throws<ArgumentException>(() => ScalingCurveFit.Fit(Enumerable.Range(0, 20).Select(x => new ScalingPoint(x, double.NaN)), terms: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScalingCurveFit.Fit([], terms: 4));
    }

    private static readonly double[] Tokens = [0, 0.5, 1, 2, 5, 10, 20, 40, 80, 150, 200, 300, 400, 455];
}

using CsCheck;

namespace DataCuration.Mixing.Tests;

public sealed class MeasuredCurveTests
{
    [Fact]
    public void FindCrossings_ChemistryOfThePaper_IsThePublishedShare()
    {
        // Methods, section 6.1: table 5 of the D-CPT paper; 1.8B parameters, 10B tokens, tolerance 3 %. T4: 0.9245 to 0.0005.
        MeasuredCurve general = new((0.9, 2.9052), (0.91, 2.9193), (0.92, 2.9376), (0.924, 2.9445), (0.93, 2.9644), (0.94, 2.9848), (1, 3.4667));
        double crossing = Assert.Single(general.FindCrossings(1.03 * 2.8602));
        Assert.Equal(0.9245, crossing, 5e-4);
        Assert.Equal(0.92445, crossing, 1e-5);
        Assert.Equal([new ShareInterval(0.9, crossing)], general.FindAtMost(1.03 * 2.8602));
    }

    [Fact]
    public void Lowest_MusicOfThePaper_IsThePredictedShare()
    {
        // Methods, section 6.1: music, 5B tokens of domain data; the measured losses at the predicted share and beside it.
        Assert.Equal(0.732, new MeasuredCurve((0.2, 0.7486), (0.732, 0.7309), (0.8, 0.7398)).Lowest.X);
    }

    [Fact]
    public void FindAtMost_SeveralValleys_AreSeveralIntervals()
    {
        MeasuredCurve curve = new((0, 2), (1, 0), (2, 2), (3, 1), (4, 1), (5, 3));
        Assert.Equal([new ShareInterval(0.5, 1.5), new(3, 4)], curve.FindAtMost(1));
        Assert.Equal([0.5, 1.5, 3], curve.FindCrossings(1));
        Assert.Equal([new ShareInterval(0, 5)], curve.FindAtMost(3));
        Assert.Empty(curve.FindAtMost(-1));
        Assert.Equal((1.5, 0, 3), (curve.ValueAt(2.5), curve.ValueAt(1), curve.ValueAt(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.ValueAt(5.1));
    }

    [Fact]
    public void Points_Lists_CannotBeChanged()
    {
        MeasuredCurve curve = new((0, 2), (1, 0));
        Assert.Equal([new CurvePoint(0, 2), new(1, 0)], curve.Points);
        Assert.False(curve.Points is CurvePoint[]);
        Assert.Throws<NotSupportedException>(() => ((IList<CurvePoint>)curve.Points)[0] = new(0, 9));
    }

    [Fact]
    public void FindAtMost_AnyCurve_AgreesWithItsValues() =>
        Gen.Select(Gen.Double[-1, 1].Array[2, 9], Gen.Double[-1, 1]).Sample((values, level) =>
        {
            var curve = new MeasuredCurve(values.Select((value, i) => new CurvePoint(i, value)));
            IReadOnlyList<ShareInterval> low = curve.FindAtMost(level);
            for (double x = 0.013; x < values.Length - 1; x += 0.037)
                if (Math.Abs(curve.ValueAt(x) - level) > 1e-9) Assert.Equal(curve.ValueAt(x) <= level, low.Any(part => part.From <= x && x <= part.To));
            Assert.All(curve.FindCrossings(level), x => Assert.Equal(level, curve.ValueAt(x), 1e-9));
        }, iter: 300);

    [Fact]
    public void Constructor_WrongPoints_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new MeasuredCurve((1, 1)));
        Assert.Contains("at 1", Assert.Throws<ArgumentException>(() => new MeasuredCurve((1, 1), (1, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MeasuredCurve((1, 1), (2, double.NaN)));
    }
}

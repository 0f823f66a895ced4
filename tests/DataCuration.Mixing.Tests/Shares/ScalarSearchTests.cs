namespace DataCuration.Mixing.Tests;

public sealed class ScalarSearchTests
{
    [Fact]
    public void FindCrossing_MonotoneFunctions_IsExact()
    {
        Assert.Equal(Math.Sqrt(2), ScalarSearch.FindCrossing(x => x * x, 2, 0, 2)!.Value, 1e-15);
        Assert.Equal(Math.Log(3), ScalarSearch.FindCrossing(x => Math.Exp(-x), 1 / 3.0, 0, 50)!.Value, 1e-14);
        Assert.Equal(2, ScalarSearch.FindCrossing(x => x, 2, 2, 3));
        Assert.Equal(3, ScalarSearch.FindCrossing(x => x, 3, 2, 3));
        Assert.Null(ScalarSearch.FindCrossing(x => x, 4, 2, 3));
        Assert.Throws<ArgumentException>(() => ScalarSearch.FindCrossing(x => x, 4, 3, 2));
        Assert.Throws<ArgumentException>(() => ScalarSearch.FindCrossing(_ => double.NaN, 4, 2, 3));
    }

    [Fact]
    public void FindMinimum_Functions_FindsInnerAndOuterOnes()
    {
        (double place, double value) = ScalarSearch.FindMinimum(x => (x - 0.3) * (x - 0.3) + 1, -2, 5);
        Assert.Equal(0.3, place, 1e-6);
        Assert.Equal(1, value, 1e-12);
        Assert.Equal((5, -5), ScalarSearch.FindMinimum(x => -x, -2, 5));
        Assert.Equal((-2, -2), ScalarSearch.FindMinimum(x => x, -2, 5));
        // Two valleys: the grid finds the deeper one.
        Assert.Equal(4, ScalarSearch.FindMinimum(x => Math.Min(x * x, (x - 4) * (x - 4) - 0.1), -2, 5).Place, 1e-6);
        Assert.Equal(1, ScalarSearch.FindMinimum(x => x < 0.5 ? double.NaN : Math.Abs(x - 1), -2, 5).Place, 1e-9);
        Assert.Throws<ArgumentException>(() => ScalarSearch.FindMinimum(_ => double.NaN, 0, 1));
    }
}

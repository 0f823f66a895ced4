namespace DataCuration.Mixing.Tests;

public sealed class LbfgsTests
{
    [Fact]
    public void Minimize_Quadratic_FindsItsMinimum()
    {
        // Curvatures from 1 to 10,000.
        LbfgsResult end = Lbfgs.Minimize((x, gradient) =>
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double curvature = Math.Pow(10, i), error = x[i] - i;
                sum += curvature * error * error / 2;
                gradient[i] = curvature * error;
            }
            return sum;
        }, [5, 5, 5, 5, 5]);
        Assert.True(end.IsConverged);
        for (int i = 0; i < 5; i++) Assert.Equal(i, end.X[i], 1e-8);
        Assert.InRange(end.Iterations, 1, 60);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Minimize_Rosenbrock_FollowsTheValley(int size)
    {
        double[] start = [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? -1.2 : 1.0)];
        LbfgsResult end = Lbfgs.Minimize((x, gradient) =>
        {
            gradient.Clear();
            double sum = 0;
            for (int i = 0; i + 1 < x.Length; i++)
            {
                double valley = x[i + 1] - x[i] * x[i], slope = 1 - x[i];
                sum += 100 * valley * valley + slope * slope;
                gradient[i] += -400 * valley * x[i] - 2 * slope;
                gradient[i + 1] += 200 * valley;
            }
            return sum;
        }, start);
        Assert.True(end.IsConverged);
        Assert.InRange(end.Value, 0, 1e-12);
        Assert.All(end.X, x => Assert.Equal(1, x, 1e-5));
    }

    [Fact]
    public void Minimize_UndefinedBeyondABorder_StaysInside()
    {
        // x - ln(x) has its minimum at 1, and no value for x <= 0. Undefined values are infinite.
        LbfgsResult end = Lbfgs.Minimize((x, gradient) =>
        {
            if (x[0] <= 0) return double.PositiveInfinity;
            gradient[0] = 1 - 1 / x[0];
            return x[0] - Math.Log(x[0]);
        }, [60]);
        Assert.Equal(1, end.X[0], 1e-6);
        Assert.False(Lbfgs.Minimize((_, _) => double.NaN, [1]).IsConverged);
    }

    [Fact]
    public void Minimize_Absolute_EndsNearTheKink()
    {
        // Not smooth: the Wolfe conditions fail at the kink, and the best point so far remains.
        LbfgsResult end = Lbfgs.Minimize((x, gradient) =>
        {
            gradient[0] = Math.Sign(x[0] - 2);
            gradient[1] = 3 * Math.Sign(x[1] + 1);
            return Math.Abs(x[0] - 2) + 3 * Math.Abs(x[1] + 1);
        }, [30, -7]);
        Assert.InRange(end.Value, 0, 0.01);
    }

    [Fact]
    public void Minimize_Limit_SaysThatItDidNotConverge()
    {
        LbfgsResult end = Lbfgs.Minimize((x, gradient) =>
        {
            gradient[0] = 4 * Math.Pow(x[0], 3);
            return Math.Pow(x[0], 4);
        }, [100], maxIterations: 2);
        Assert.Equal((2, false), (end.Iterations, end.IsConverged));
    }
}

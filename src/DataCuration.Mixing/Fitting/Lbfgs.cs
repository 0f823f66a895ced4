namespace DataCuration.Mixing;

/// <summary>
/// Minimises a smooth function with the limited-memory BFGS method (Liu and Nocedal 1989) and a line search for the strong Wolfe conditions (Nocedal and
/// Wright, "Numerical optimization"). No random numbers, no clock.
/// </summary>
internal static class Lbfgs
{
    /// <summary>Pairs of steps that approximate the curvature. Laws have few parameters, so this is nearly the full BFGS method.</summary>
    private const int Memory = 12;

    /// <summary>The largest change of a variable in one step. Most variables are logarithms: a factor of e³.</summary>
    private const double MaxChange = 3;

    /// <summary>Decreases below the tolerance that end the search; a single one can be an unlucky step.</summary>
    private const int SmallDecreases = 3;

    /// <summary>Computes the function and its derivatives. Positive infinity where it is undefined.</summary>
    /// <param name="x">The variables.</param>
    /// <param name="gradient">Receives the derivatives.</param>
    public delegate double Objective(ReadOnlySpan<double> x, Span<double> gradient);

    /// <summary>Minimises.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">The variables to start from.</param>
    /// <param name="maxIterations">The maximum number of steps.</param>
    /// <param name="tolerance">The relative decrease below which a step counts as no progress.</param>
    /// <param name="gradientTolerance">The largest derivative at a minimum.</param>
    public static LbfgsResult Minimize(
        Objective objective, ReadOnlySpan<double> start, int maxIterations = 1_000, double tolerance = 1e-12, double gradientTolerance = 1e-10)
    {
        int n = start.Length;
        double[] x = [.. start], gradient = new double[n], direction = new double[n], next = new double[n], nextGradient = new double[n];
        double value = objective(x, gradient);
        var history = new LbfgsHistory(n, Memory);
        int small = 0, iterations = 0;
        if (!double.IsFinite(value)) return new(x, double.PositiveInfinity, 0, IsConverged: false);
        for (; iterations < maxIterations; iterations++)
        {
            if (Largest(gradient) <= gradientTolerance) return new(x, value, iterations, IsConverged: true);
            history.Direction(gradient, direction);
            double slope = Dot(gradient, direction);
            if (!(slope < 0))
            {
                history.Clear();
                history.Direction(gradient, direction);
                slope = Dot(gradient, direction);
            }
            double first = Math.Min(history.Count == 0 ? 1 / Math.Max(1, Norm(gradient)) : 1, MaxChange / Largest(direction));
            double before = value;
            if (!WolfeSearch.TryFind(objective, x, value, direction, slope, first, MaxChange / Largest(direction), next, nextGradient, ref value))
            {
                // The curvature may be wrong: once more along the gradient. If that does not help either, this is the minimum within rounding.
                if (history.Count == 0) return new(x, value, iterations, IsConverged: true);
                history.Clear();
                continue;
            }
            history.Add(x, next, gradient, nextGradient);
            (x, next) = (next, x);
            (gradient, nextGradient) = (nextGradient, gradient);
            small = before - value <= tolerance * Math.Max(Math.Abs(before), Math.Abs(value)) ? small + 1 : 0;
            if (small >= SmallDecreases) return new(x, value, iterations + 1, IsConverged: true);
        }
        return new(x, value, iterations, IsConverged: false);
    }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    private static double Largest(ReadOnlySpan<double> a)
    {
        double largest = 0;
        foreach (double one in a) largest = Math.Max(largest, Math.Abs(one));
        return largest;
    }
}

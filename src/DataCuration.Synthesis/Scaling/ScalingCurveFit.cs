using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Fits a <see cref="ScalingCurve"/> to measured points by least squares. The rates are searched on a grid and then refined one by one; for given rates, the
/// ceiling and the amplitudes are the exact solution of linear least squares with amplitudes that are not negative. No random numbers are used.
/// </summary>
public static class ScalingCurveFit
{
    /// <summary>The number of rates for each decade of the grid.</summary>
    private const int GridPerDecade = 6;

    private const int Refinements = 60;

    /// <summary>Fits a curve.</summary>
    /// <param name="points">The points, in any order; at least one more than the curve has free numbers (1 + 2 x <paramref name="terms"/>).</param>
    /// <param name="terms">The number of terms, 1 to 3. Default: 3 (paper). Few points, or points of a small range, support one or two.</param>
    /// <returns>The curve. Terms that the points do not support are left out.</returns>
    /// <exception cref="ArgumentException">There are too few points, or points that are not finite.</exception>
    public static ScalingCurve Fit(IEnumerable<ScalingPoint> points, int terms = 3)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms, 3);
        ScalingPoint[] sorted = [.. points.OrderBy(point => point.MillionTokens).ThenBy(point => point.Value)];
        foreach (ScalingPoint point in sorted)
            if (!double.IsFinite(point.Value) || !double.IsFinite(point.MillionTokens) || point.MillionTokens < 0)
                throw new ArgumentException($"The point {point} is not finite, or its number of tokens is negative.", nameof(points));
        int free = 1 + 2 * terms, different = sorted.Select(point => point.MillionTokens).Distinct().Count();
        if (different <= free)
            throw new ArgumentException($"A curve of {terms} terms has {free} free numbers and needs points at {free + 1} numbers of tokens; there are "
                + $"{different}.", nameof(points));
        double[] best = SearchGrid(sorted, terms);
        Refine(sorted, best);
        LinearFit fit = LinearFit.Solve(sorted, best);
        ImmutableArray<ScalingTerm> kept = [.. best.Zip(fit.Amplitudes, (speed, amplitude) => new ScalingTerm(amplitude, Math.Exp(-speed)))
            .Where(term => term.Amplitude > 0).OrderByDescending(term => term.Rate)];
        return new ScalingCurve { Ceiling = fit.Ceiling, Terms = kept, RootMeanSquareError = Math.Sqrt(fit.SquaredError / sorted.Length) };
    }

    /// <summary>Returns a table of the points with the fitted curve, and the published one beside it.</summary>
    /// <param name="points">The points.</param>
    /// <param name="curve">The fitted curve.</param>
    /// <param name="published">The curve to compare with; null for <see cref="ScalingCurve.Published"/>.</param>
    public static string Compare(IEnumerable<ScalingPoint> points, ScalingCurve curve, ScalingCurve? published = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(curve);
        published ??= ScalingCurve.Published;
        var table = new StringBuilder("million tokens  measured    fitted  published\n");
        foreach (ScalingPoint point in points.OrderBy(point => point.MillionTokens))
        {
            double x = point.MillionTokens;
            table.Append(CultureInfo.InvariantCulture, $"{x,14:0.###}  {point.Value,8:0.00}  {curve.ValueAt(x),8:0.00}  {published.ValueAt(x),9:0.00}\n");
        }
        table.Append(CultureInfo.InvariantCulture, $"{"limit",14}  {"",8}  {curve.Ceiling,8:0.00}  {published.Ceiling,9:0.00}\n");
        table.Append(CultureInfo.InvariantCulture, $"fitted:    {curve} (root mean square error {curve.RootMeanSquareError:0.000})\n");
        table.Append(CultureInfo.InvariantCulture, $"published: {published}\n");
        return table.ToString();
    }

    /// <summary>
    /// Tries all ascending combinations of speeds (the negative logarithms of rates) on a logarithmic grid. It reaches from a term that has hardly begun to
    /// shrink at the last point to one that is almost gone at the first.
    /// </summary>
    private static double[] SearchGrid(ScalingPoint[] points, int terms)
    {
        double smallest = points.First(point => point.MillionTokens > 0).MillionTokens, largest = points[^1].MillionTokens;
        double low = Math.Log(0.1 / largest), high = Math.Log(5 / smallest);
        int steps = Math.Max(terms + 1, (int)Math.Ceiling((high - low) / Math.Log(10) * GridPerDecade));
        double[] grid = [.. Enumerable.Range(0, steps + 1).Select(i => Math.Exp(low + (high - low) * i / steps))];
        double[] best = [.. grid.Take(terms)];
        double least = double.PositiveInfinity;
        var tried = new double[terms];
        Try(0, 0);
        return best;

        void Try(int term, int first)
        {
            if (term == terms)
            {
                double error = LinearFit.Solve(points, tried).SquaredError;
                if (error >= least) return;
                least = error;
                tried.CopyTo(best, 0);
                return;
            }
            for (int i = first; i < grid.Length; i++)
            {
                tried[term] = grid[i];
                Try(term + 1, i + 1);
            }
        }
    }

    /// <summary>Improves the speeds one by one, with steps that are halved when none of them helps.</summary>
    private static void Refine(ScalingPoint[] points, double[] speeds)
    {
        double error = LinearFit.Solve(points, speeds).SquaredError;
        double step = Math.Log(10) / GridPerDecade / 2;
        for (int halvings = 0; halvings < Refinements; halvings++)
        {
            const int MaxRounds = 200;
            bool improved = true;
            for (int round = 0; improved && round < MaxRounds; round++)
            {
                improved = false;
                for (int i = 0; i < speeds.Length; i++)
                {
                    foreach (double direction in (ReadOnlySpan<double>)[-step, step])
                    {
                        double before = speeds[i];
                        speeds[i] = before * Math.Exp(direction);
                        double changed = LinearFit.Solve(points, speeds).SquaredError;
                        if (changed < error) (error, improved) = (changed, true);
                        else speeds[i] = before;
                    }
                }
            }
            step /= 2;
        }
    }
}

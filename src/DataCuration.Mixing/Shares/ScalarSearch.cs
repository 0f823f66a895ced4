namespace DataCuration.Mixing;

/// <summary>Searches in one variable: the crossing of a monotone function, and a minimum.</summary>
public static class ScalarSearch
{
    private const int Halvings = 200;

    /// <summary>0.618…, the golden section.</summary>
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>Finds by bisection the place where a monotone function reaches a level.</summary>
    /// <param name="function">The function; monotone between the ends.</param>
    /// <param name="level">The level.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <returns>The place, to the precision of the numbers; null if both ends are on the same side of the level.</returns>
    /// <exception cref="ArgumentException">The ends are not finite or not in order, the level is NaN, or the function is undefined at an end.</exception>
    public static double? FindCrossing(Func<double, double> function, double level, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(function);
        CheckEnds(low, high);
        if (double.IsNaN(level)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level is not a number.");
        double atLow = function(low) - level, atHigh = function(high) - level;
        if (double.IsNaN(atLow) || double.IsNaN(atHigh))
            throw new ArgumentException(FormattableString.Invariant($"The function is undefined at {(double.IsNaN(atLow) ? low : high)}."), nameof(function));
        if (atLow == 0) return low;
        if (atHigh == 0) return high;
        if (atLow > 0 == atHigh > 0) return null;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) break;
            double value = function(middle) - level;
            if (value == 0) return middle;
            if (value > 0 == atLow > 0) low = middle;
            else high = middle;
        }
        return low + (high - low) / 2;
    }

    /// <summary>Finds the minimum of a function: the best of evenly spaced places, then golden section search between its neighbours.</summary>
    /// <param name="function">The function. Places where it is not a number are avoided.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="places">The number of evenly spaced places; 3 to 1,000,000. Default: 200 (our choice). Narrower minima can be missed.</param>
    /// <returns>The place of the minimum and the value there.</returns>
    /// <exception cref="ArgumentException">The ends are not finite or not in order, or the function is undefined everywhere.</exception>
    public static (double Place, double Value) FindMinimum(Func<double, double> function, double low, double high, int places = 200)
    {
        ArgumentNullException.ThrowIfNull(function);
        CheckEnds(low, high);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, 1_000_000);
        int best = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i < places; i++)
        {
            double value = function(At(i));
            if (!(value < least)) continue;
            (best, least) = (i, value);
        }
        if (best < 0) throw new ArgumentException("The function is undefined, or infinite, at all places.", nameof(function));
        double from = At(Math.Max(0, best - 1)), to = At(Math.Min(places - 1, best + 1)), place = At(best);
        double left = to - Golden * (to - from), right = from + Golden * (to - from);
        double atLeft = function(left), atRight = function(right);
        for (int i = 0; i < Halvings && to - from > 1e-12 * Math.Max(Math.Abs(from), Math.Abs(to)); i++)
        {
            if (atLeft <= atRight)
            {
                (to, right, atRight) = (right, left, atLeft);
                left = to - Golden * (to - from);
                atLeft = function(left);
            }
            else
            {
                (from, left, atLeft) = (left, right, atRight);
                right = from + Golden * (to - from);
                atRight = function(right);
            }
        }
        double middle = from + (to - from) / 2, atMiddle = function(middle);
        return atMiddle < least ? (middle, atMiddle) : (place, least);

        double At(int i) => i == places - 1 ? high : low + (high - low) * i / (places - 1);
    }

    private static void CheckEnds(double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high))
            throw new ArgumentException(FormattableString.Invariant($"The ends are {low} and {high}; they must be finite and in order."), nameof(low));
    }
}

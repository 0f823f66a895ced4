namespace DataCuration.Mixing;

/// <summary>Finds a step along a direction that satisfies the strong Wolfe conditions (Nocedal and Wright, "Numerical optimization").</summary>
internal static class WolfeSearch
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaxEvaluations = 25;

    /// <summary>Searches.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="x">The variables at the start.</param>
    /// <param name="startValue">The value there.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="slope">The derivative along it; negative.</param>
    /// <param name="first">The first step to try.</param>
    /// <param name="longest">The longest step.</param>
    /// <param name="found">Receives the variables after the step.</param>
    /// <param name="foundGradient">Receives the derivatives there.</param>
    /// <param name="value">Receives the value there; unchanged if nothing was found.</param>
    /// <returns>False if no step decreases the function.</returns>
    public static bool TryFind(Lbfgs.Objective objective, ReadOnlySpan<double> x, double startValue, ReadOnlySpan<double> direction, double slope, double first,
        double longest, Span<double> found, Span<double> foundGradient, ref double value)
    {
        var low = new Trial(0, startValue, slope);
        Trial high = default;
        bool hasHigh = false;
        double step = first;
        // The best step so far, in case that none satisfies both conditions.
        double bestStep = 0, bestValue = startValue;
        for (int evaluations = 0; evaluations < MaxEvaluations; evaluations++)
        {
            Trial trial = Evaluate(objective, x, direction, step, found, foundGradient);
            if (trial.Value < bestValue) (bestStep, bestValue) = (step, trial.Value);
            if (!double.IsFinite(trial.Value) || trial.Value > startValue + SufficientDecrease * step * slope || (trial.Value >= low.Value && low.Step > 0))
            {
                (high, hasHigh) = (trial, true);
            }
            else
            {
                if (Math.Abs(trial.Slope) <= -Curvature * slope || (step >= longest && trial.Slope < 0))
                {
                    value = trial.Value;
                    return true;
                }
                // Beyond the minimum, the old low end is the other border.
                if (trial.Slope * ((hasHigh ? high.Step : longest) - low.Step) >= 0) (high, hasHigh) = (low, true);
                low = trial;
            }
            double width = Math.Abs(high.Step - low.Step);
            if (hasHigh && width <= 1e-14 * Math.Max(1, Math.Abs(low.Step))) break;
            step = hasHigh ? Between(low, high) : Math.Min(longest, 2.5 * step);
        }
        if (bestStep == 0) return false;
        value = Evaluate(objective, x, direction, bestStep, found, foundGradient).Value;
        return true;
    }

    /// <summary>Returns the minimum of the cubic through both ends, kept away from them.</summary>
    private static double Between(Trial low, Trial high)
    {
        double width = high.Step - low.Step;
        if (!double.IsFinite(high.Value)) return low.Step + 0.1 * width;
        double d1 = low.Slope + high.Slope - 3 * (low.Value - high.Value) / (low.Step - high.Step);
        double root = d1 * d1 - low.Slope * high.Slope;
        double share = 0.5;
        if (root >= 0)
        {
            double d2 = Math.CopySign(Math.Sqrt(root), width);
            double step = high.Step - width * (high.Slope + d2 - d1) / (high.Slope - low.Slope + 2 * d2);
            share = (step - low.Step) / width;
        }
        return low.Step + width * (double.IsFinite(share) ? Math.Clamp(share, 0.1, 0.9) : 0.5);
    }

    private static Trial Evaluate(
        Lbfgs.Objective objective, ReadOnlySpan<double> x, ReadOnlySpan<double> direction, double step, Span<double> found, Span<double> foundGradient)
    {
        for (int i = 0; i < x.Length; i++) found[i] = x[i] + step * direction[i];
        double value = objective(found, foundGradient);
        return new(step, value, double.IsFinite(value) ? Lbfgs.Dot(foundGradient, direction) : 0);
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}

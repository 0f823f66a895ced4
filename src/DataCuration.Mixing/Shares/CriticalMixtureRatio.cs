using System.Globalization;

namespace DataCuration.Mixing;

/// <summary>
/// The critical mixture ratio (CMR, arXiv 2407.17467): the largest share of domain data that raises the general loss by no more than a tolerance. The
/// domain's loss falls with its share, so this is the best share that the tolerance allows.
/// </summary>
public static class CriticalMixtureRatio
{
    /// <summary>The tolerance of the paper, in the unit of the loss.</summary>
    public const double PaperTolerance = 0.05;

    /// <summary>Returns the feasible set: the ratios with an increase of the general loss of at most a tolerance.</summary>
    /// <param name="increase">The increase of the general loss by the ratio, measured.</param>
    /// <param name="tolerance">The tolerance. Default: <see cref="PaperTolerance"/>.</param>
    /// <returns>The intervals, rising; empty if no measured ratio is feasible.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN.</exception>
    public static IReadOnlyList<ShareInterval> FindFeasible(MeasuredCurve increase, double tolerance = PaperTolerance)
    {
        ArgumentNullException.ThrowIfNull(increase);
        if (double.IsNaN(tolerance)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is not a number.");
        return increase.FindAtMost(tolerance);
    }

    /// <summary>Returns the critical mixture ratio: the maximum of the feasible set.</summary>
    /// <param name="increase">The increase of the general loss by the ratio, measured.</param>
    /// <param name="tolerance">The tolerance. Default: <see cref="PaperTolerance"/>.</param>
    /// <returns>The ratio; null if no measured ratio is feasible.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is NaN.</exception>
    public static double? Find(MeasuredCurve increase, double tolerance = PaperTolerance) =>
        FindFeasible(increase, tolerance) is [.., var last] ? last.To : null;

    /// <summary>Fits <see cref="ScalingLaws.CriticalRatio"/> to critical ratios of several budgets, to predict that of a larger one.</summary>
    /// <param name="ratios">The budgets and their critical ratios, at least three. A budget is in any unit; the paper counts 0.2 billion tokens.</param>
    /// <param name="fitter">The fitter; null for plain residuals and the defaults.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    /// <exception cref="ArgumentException">There are too few budgets, one is not positive, or one appears twice.</exception>
    public static LawFit FitBudgets(
        IEnumerable<(double Budget, double Ratio)> ratios, LawFitter? fitter = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ratios);
        LawPoint[] points = [.. ratios.Select(one => LawPoint.Create(Name(one.Budget), one.Ratio, ("T", one.Budget)))];
        fitter ??= new LawFitter { Residual = LawResidual.Plain };
        return fitter.Fit(ScalingLaws.CriticalRatio, points, cancellationToken);

        static string Name(double budget) => budget > 0 && double.IsFinite(budget) ? budget.ToString("R", CultureInfo.InvariantCulture)
            : throw new ArgumentException(FormattableString.Invariant($"The budget {budget} is not positive and finite."), nameof(ratios));
    }
}

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

    /// <summary>
    /// Returns the feasible set of a fitted law: the ratios whose predicted general loss is at most a tolerance above the loss before the training. The law
    /// must rise or fall over the whole range, as <see cref="ScalingLaws.LossAgainstRatio"/> does, so the set is one interval.
    /// </summary>
    /// <param name="general">The law of the general loss, with the domain's ratio R as its only input.</param>
    /// <param name="initialLoss">The general loss before the training; finite.</param>
    /// <param name="tolerance">The tolerance. Default: <see cref="PaperTolerance"/>.</param>
    /// <param name="from">The smallest ratio. Default: 0. Name the smallest measured one if the law should not be used below it.</param>
    /// <param name="to">The largest ratio. Default: 1.</param>
    /// <returns>The interval; empty if no ratio is feasible.</returns>
    /// <exception cref="ArgumentException">The law has other inputs, or is undefined at an end. Or the ends are not in order, or not from 0 to 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The initial loss is not finite, or the tolerance is NaN.</exception>
    public static IReadOnlyList<ShareInterval> FindFeasible(FittedLaw general, double initialLoss, double tolerance = PaperTolerance, double from = 0,
        double to = 1)
    {
        ArgumentNullException.ThrowIfNull(general);
        if (general.Law.Inputs is not ["R"])
            throw new ArgumentException($"The law '{general.Law.Name}' has the inputs {string.Join(", ", general.Law.Inputs)}; it must have R alone.",
                nameof(general));
        if (!double.IsFinite(initialLoss)) throw new ArgumentOutOfRangeException(nameof(initialLoss), initialLoss, "Must be finite.");
        if (double.IsNaN(tolerance)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance is not a number.");
        if (!(from >= 0 && to <= 1 && from < to))
            throw new ArgumentException(FormattableString.Invariant($"The ends are {from} and {to}; they must be in order, from 0 to 1."), nameof(from));
        double limit = initialLoss + tolerance;
        if (ScalarSearch.FindCrossing(LossAt, limit, from, to) is not { } crossing) return LossAt(from) <= limit ? [new(from, to)] : [];
        // At an end, both sides can be on the limit.
        bool isLowAtFrom = LossAt(from) <= limit, isLowAtTo = LossAt(to) <= limit;
        return [new(isLowAtFrom ? from : crossing, isLowAtTo ? to : crossing)];

        double LossAt(double ratio) => general.Evaluate([ratio]);
    }

    /// <summary>Returns the critical mixture ratio of a fitted law: the maximum of its feasible set.</summary>
    /// <param name="general">The law of the general loss, with the domain's ratio R as its only input. It must rise or fall over the whole range.</param>
    /// <param name="initialLoss">The general loss before the training; finite.</param>
    /// <param name="tolerance">The tolerance. Default: <see cref="PaperTolerance"/>.</param>
    /// <param name="from">The smallest ratio. Default: 0.</param>
    /// <param name="to">The largest ratio. Default: 1.</param>
    /// <returns>The ratio; null if no ratio is feasible.</returns>
    /// <exception cref="ArgumentException">The law has other inputs, or is undefined at an end. Or the ends are not in order, or not from 0 to 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The initial loss is not finite, or the tolerance is NaN.</exception>
    public static double? Find(FittedLaw general, double initialLoss, double tolerance = PaperTolerance, double from = 0, double to = 1) =>
        FindFeasible(general, initialLoss, tolerance, from, to) is [var interval] ? interval.To : null;

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

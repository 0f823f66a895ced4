using DataCuration.Mixing;

namespace DataCuration.Experiments.Mix;

/// <summary>
/// Laws of the loss on the target's text and of that on all other text by the share of the target's sources, fitted to small trainings. For each model size and
/// number of tokens there is a law of its own: the D-CPT law where both are constant.
/// </summary>
internal sealed class RatioLaws
{
    // A share is chosen to this step.
    private const double Step = 0.001;

    private readonly Dictionary<(long Parameters, long Tokens), (LawFit Domain, LawFit General)> laws = [];

    private RatioLaws(IReadOnlyList<RatioPoint> points) => Points = points;

    /// <summary>
    /// E + C/(r + epsilon)^gamma: the D-CPT law (arXiv 2406.01375) at one model size and number of tokens, without the term r^eta, which is then nearly
    /// constant.
    /// </summary>
    public static ParametricLaw Reduced { get; } = new("D-CPT at one size and budget", [ScalingLaws.ModelSize, ScalingLaws.Tokens, ScalingLaws.Ratio],
        [LawParameter.Positive("E", 0.3, 3), LawParameter.Positive("C", 0.01, 10), LawParameter.Positive("epsilon", 0.01, 3),
            LawParameter.Positive("gamma", 0.1, 4)],
        v => v["E"] + v["C"] / LawExpression.Pow(v[ScalingLaws.Ratio] + v["epsilon"], v["gamma"]));

    /// <summary>All trainings, also the unseen ones.</summary>
    public IReadOnlyList<RatioPoint> Points { get; }

    /// <summary>The trainings that the laws were not fitted to.</summary>
    public IEnumerable<RatioPoint> Unseen => Points.Where(point => point.IsUnseen);

    /// <summary>The nine-parameter law of the target's loss over all sizes and budgets; null if there are too few trainings.</summary>
    public LawFit? Whole { get; private set; }

    /// <summary>Fits the laws to the trainings that are not unseen.</summary>
    public static RatioLaws Fit(IReadOnlyList<RatioPoint> points, CancellationToken cancellationToken)
    {
        var fitted = new RatioLaws(points);
        RatioPoint[] seen = [.. points.Where(point => !point.IsUnseen)];
        // There are few points, and each has an error of its own: least squares.
        var fitter = new LawFitter { Seed = 1, HuberDelta = double.PositiveInfinity };
        foreach (IGrouping<(long, long), RatioPoint> own in seen.GroupBy(point => (point.Parameters, point.Tokens)))
            fitted.laws.Add(own.Key, (fitter.Fit(Reduced, own.Select(point => Point(point, point.Domain, point.Ratio)), cancellationToken),
                fitter.Fit(Reduced, own.Select(point => Point(point, point.General, 1 - point.Ratio)), cancellationToken)));
        if (seen.Length >= ScalingLaws.Dcpt.Parameters.Count)
            fitted.Whole = new LawFitter { Seed = 1 }.Fit(ScalingLaws.Dcpt, seen.Select(point => Point(point, point.Domain, point.Ratio)), cancellationToken);
        return fitted;
    }

    /// <summary>Returns the laws of a model size and a number of tokens.</summary>
    public (LawFit Domain, LawFit General) Of(long parameters, long tokens) => laws[(parameters, tokens)];

    /// <summary>Predicts the target's loss.</summary>
    public double PredictDomain(long parameters, long tokens, double ratio) => Predict(Of(parameters, tokens).Domain, parameters, tokens, ratio);

    /// <summary>Predicts the loss on other text.</summary>
    public double PredictGeneral(long parameters, long tokens, double ratio) => Predict(Of(parameters, tokens).General, parameters, tokens, 1 - ratio);

    /// <summary>Returns the relative error of the prediction of the target's loss.</summary>
    public double DomainError(RatioPoint point) => PredictDomain(point.Parameters, point.Tokens, point.Ratio) / point.Domain - 1;

    /// <summary>Returns the relative error of the nine-parameter law's prediction of the target's loss; null without that law.</summary>
    public double? WholeError(RatioPoint point) =>
        Whole is null ? null : Predict(Whole, point.Parameters, point.Tokens, point.Ratio) / point.Domain - 1;

    /// <summary>Returns the relative error of the prediction of the other text's loss.</summary>
    public double GeneralError(RatioPoint point) => PredictGeneral(point.Parameters, point.Tokens, point.Ratio) / point.General - 1;

    /// <summary>Returns the share with the lowest loss on the target's text among those that raise the loss on other text by at most a tolerance.</summary>
    /// <param name="parameters">The number of parameters of the model.</param>
    /// <param name="tokens">The number of training tokens.</param>
    /// <param name="tolerance">The tolerated relative increase, against a training without the target's sources.</param>
    /// <param name="limit">The largest share that the sources have tokens for.</param>
    public double ChooseShare(long parameters, long tokens, double tolerance, double limit)
    {
        double largest = Math.Min(limit, DomainShares.FindLargestShare(Of(parameters, tokens).General.Law, parameters, tokens, tolerance) ?? 0);
        return Enumerable.Range(0, (int)(largest / Step) + 1).Select(step => step * Step).MinBy(share => PredictDomain(parameters, tokens, share));
    }

    private static LawPoint Point(RatioPoint point, double loss, double ratio) => LawPoint.Create(point.Name, loss,
        (ScalingLaws.ModelSize, point.Parameters), (ScalingLaws.Tokens, point.Tokens), (ScalingLaws.Ratio, ratio));

    private static double Predict(LawFit fit, long parameters, long tokens, double ratio) =>
        fit.Law.Predict((ScalingLaws.ModelSize, parameters), (ScalingLaws.Tokens, tokens), (ScalingLaws.Ratio, ratio));
}

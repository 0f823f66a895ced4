using DataCuration.Mixing;

namespace DataCuration.Experiments.Mix;

/// <summary>The D-CPT laws of the loss on the target's text and of that on all other text, fitted to small trainings.</summary>
internal sealed class RatioLaws
{
    // A share is chosen to this step.
    private const double Step = 0.001;

    private RatioLaws(LawFit domain, LawFit general, IReadOnlyList<RatioPoint> points) => (Domain, General, Points) = (domain, general, points);

    /// <summary>The law of the target's loss; its ratio is the share of the target's sources.</summary>
    public LawFit Domain { get; }

    /// <summary>The law of the other text's loss; its ratio is the share of the other sources.</summary>
    public LawFit General { get; }

    /// <summary>All trainings, also the unseen ones.</summary>
    public IReadOnlyList<RatioPoint> Points { get; }

    /// <summary>The trainings that the laws were not fitted to.</summary>
    public IEnumerable<RatioPoint> Unseen => Points.Where(point => point.IsUnseen);

    /// <summary>Fits the laws to the trainings that are not unseen.</summary>
    public static RatioLaws Fit(IReadOnlyList<RatioPoint> points, CancellationToken cancellationToken)
    {
        var fitter = new LawFitter { Seed = 1, Inflection = new InflectionFilter() };
        RatioPoint[] seen = [.. points.Where(point => !point.IsUnseen)];
        LawFit domain = fitter.Fit(ScalingLaws.Dcpt, seen.Select(point => Point(point, point.Domain, point.Ratio)), cancellationToken);
        LawFit general = fitter.Fit(ScalingLaws.Dcpt, seen.Select(point => Point(point, point.General, 1 - point.Ratio)), cancellationToken);
        return new(domain, general, points);
    }

    /// <summary>Predicts the target's loss.</summary>
    public double PredictDomain(long parameters, long tokens, double ratio) => Predict(Domain, parameters, tokens, ratio);

    /// <summary>Predicts the loss on other text.</summary>
    public double PredictGeneral(long parameters, long tokens, double ratio) => Predict(General, parameters, tokens, 1 - ratio);

    /// <summary>Returns the relative error of the prediction of the target's loss.</summary>
    public double DomainError(RatioPoint point) => PredictDomain(point.Parameters, point.Tokens, point.Ratio) / point.Domain - 1;

    /// <summary>Returns the relative error of the prediction of the other text's loss.</summary>
    public double GeneralError(RatioPoint point) => PredictGeneral(point.Parameters, point.Tokens, point.Ratio) / point.General - 1;

    /// <summary>Returns the share with the lowest loss on the target's text among those that raise the loss on other text by at most a tolerance.</summary>
    /// <param name="parameters">The number of parameters of the model.</param>
    /// <param name="tokens">The number of training tokens.</param>
    /// <param name="tolerance">The tolerated relative increase, against a training without the target's sources.</param>
    /// <param name="limit">The largest share that the sources have tokens for.</param>
    public double ChooseShare(long parameters, long tokens, double tolerance, double limit)
    {
        double largest = Math.Min(limit, DomainShares.FindLargestShare(General.Law, parameters, tokens, tolerance) ?? 0);
        return Enumerable.Range(0, (int)(largest / Step) + 1).Select(step => step * Step).MinBy(share => PredictDomain(parameters, tokens, share));
    }

    private static LawPoint Point(RatioPoint point, double loss, double ratio) => LawPoint.Create(point.Name, loss,
        (ScalingLaws.ModelSize, point.Parameters), (ScalingLaws.Tokens, point.Tokens), (ScalingLaws.Ratio, ratio));

    private static double Predict(LawFit fit, long parameters, long tokens, double ratio) =>
        fit.Law.Predict((ScalingLaws.ModelSize, parameters), (ScalingLaws.Tokens, tokens), (ScalingLaws.Ratio, ratio));
}

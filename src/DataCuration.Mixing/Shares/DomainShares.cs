namespace DataCuration.Mixing;

/// <summary>
/// The three uses of a fitted D-CPT law (arXiv 2406.01375): the largest domain share that the general loss allows, the best share for limited domain data,
/// and the division of a compute budget between model and data. They work with any law that has the inputs of <see cref="ScalingLaws.Dcpt"/>.
/// </summary>
public static class DomainShares
{
    /// <summary>Compute in floating-point operations for each parameter and token: forward and backward pass (Hoffmann et al. 2022, C = 6ND).</summary>
    public const double OperationsPerParameterAndToken = 6;

    /// <summary>
    /// Use 1: the largest domain share whose general loss is at most (1 + tolerance) times the initial loss. It is found by bisection, so the general loss
    /// must fall with the general share; <see cref="DomainMixtureCheck"/> tells.
    /// </summary>
    /// <param name="general">The law of the general loss; its ratio is 1 - the domain share.</param>
    /// <param name="modelSize">The number of parameters.</param>
    /// <param name="tokens">The number of training tokens.</param>
    /// <param name="tolerance">The tolerated relative increase of the general loss, such as 0.03; not negative.</param>
    /// <param name="initialLoss">The general loss to compare with, such as that before training. Default: null, the law's own at share 0.</param>
    /// <returns>The share; null if even share 0 exceeds the tolerance.</returns>
    public static double? FindLargestShare(FittedLaw general, double modelSize, double tokens, double tolerance, double? initialLoss = null)
    {
        ArgumentNullException.ThrowIfNull(general);
        CheckPositive(modelSize, nameof(modelSize));
        CheckPositive(tokens, nameof(tokens));
        if (!(tolerance >= 0 && double.IsFinite(tolerance)))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Must be finite and not negative.");
        if (initialLoss is { } loss) CheckPositive(loss, nameof(initialLoss));
        double LossAt(double domainShare) => Loss(general, modelSize, tokens, 1 - domainShare);
        double limit = (1 + tolerance) * (initialLoss ?? LossAt(0));
        if (LossAt(1) <= limit) return 1;
        return LossAt(0) > limit ? null : ScalarSearch.FindCrossing(LossAt, limit, 0, 1);
    }

    /// <summary>
    /// Use 2: the domain share with the lowest domain loss if there is limited domain data that is read once. A share r makes the training
    /// domainTokens / r tokens long.
    /// </summary>
    /// <param name="domain">The law of the domain's loss; its ratio is the domain share.</param>
    /// <param name="modelSize">The number of parameters.</param>
    /// <param name="domainTokens">The number of tokens of domain data.</param>
    /// <param name="smallestShare">The smallest share to consider, above 0 and below 1; it bounds the training. Default: 0.05 (our choice).</param>
    public static ShareChoice FindShareForLimitedData(FittedLaw domain, double modelSize, double domainTokens, double smallestShare = 0.05)
    {
        ArgumentNullException.ThrowIfNull(domain);
        CheckPositive(modelSize, nameof(modelSize));
        CheckPositive(domainTokens, nameof(domainTokens));
        if (!(smallestShare is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(smallestShare), smallestShare, "Must be above 0 and below 1.");
        (double share, double loss) = ScalarSearch.FindMinimum(r => Loss(domain, modelSize, domainTokens / r, r), smallestShare, 1);
        return new(share, domainTokens / share, loss);
    }

    /// <summary>Use 3: the model size and number of tokens with the lowest loss for a compute budget C = 6ND and a fixed share.</summary>
    /// <param name="law">The law.</param>
    /// <param name="compute">The budget in floating-point operations.</param>
    /// <param name="ratio">The law's ratio, 0 to 1.</param>
    /// <param name="smallestModel">The smallest model to consider, in parameters.</param>
    /// <param name="largestModel">The largest model to consider, in parameters.</param>
    public static ComputeAllocation AllocateCompute(FittedLaw law, double compute, double ratio, double smallestModel, double largestModel)
    {
        ArgumentNullException.ThrowIfNull(law);
        CheckPositive(compute, nameof(compute));
        CheckPositive(smallestModel, nameof(smallestModel));
        CheckPositive(largestModel, nameof(largestModel));
        if (!(ratio is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "Must be from 0 to 1.");
        if (smallestModel >= largestModel)
            throw new ArgumentOutOfRangeException(nameof(largestModel), largestModel, FormattableString.Invariant($"Must be above {smallestModel}."));
        double TokensOf(double model) => compute / (OperationsPerParameterAndToken * model);
        (double log, double loss) = ScalarSearch.FindMinimum(x => Loss(law, Math.Exp(x), TokensOf(Math.Exp(x)), ratio), Math.Log(smallestModel),
            Math.Log(largestModel));
        double size = Math.Exp(log);
        return new(size, TokensOf(size), loss);
    }

    private static double Loss(FittedLaw law, double modelSize, double tokens, double ratio) =>
        law.Predict((ScalingLaws.ModelSize, modelSize), (ScalingLaws.Tokens, tokens), (ScalingLaws.Ratio, ratio));

    private static void CheckPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");
    }
}

namespace DataCuration.Selection;

/// <summary>How close a selection is to the target, in n-gram space. All divergences in nats, averaged over the targets, with 1e-8 added inside the logarithms.</summary>
/// <param name="Documents">Documents of the selection.</param>
/// <param name="NGrams">Their n-grams.</param>
/// <param name="TargetToRaw">KL(target ‖ raw).</param>
/// <param name="TargetToSelected">KL(target ‖ selection).</param>
public sealed record KullbackLeiblerReport(long Documents, long NGrams, double TargetToRaw, double TargetToSelected)
{
    /// <summary>
    /// KL(target ‖ raw) − KL(target ‖ selection): larger is better. Compare with a random selection of the same size, not with zero: at small sizes random is below zero.
    /// </summary>
    public double Reduction => TargetToRaw - TargetToSelected;
}

namespace DataCuration.Selection;

/// <summary>
/// The distance of a selection from the target in n-gram space. All divergences are in nats and averaged over the targets, with 1e-8 added inside the
/// logarithms.
/// </summary>
public sealed record KullbackLeiblerReport
{
    /// <summary>The number of selected documents.</summary>
    public long Documents { get; init; }

    /// <summary>The number of their n-grams.</summary>
    public long NGrams { get; init; }

    /// <summary>KL(target ‖ raw).</summary>
    public required double TargetToRaw { get; init; }

    /// <summary>KL(target ‖ selection).</summary>
    public required double TargetToSelected { get; init; }

    /// <summary>
    /// The KL reduction: KL(target ‖ raw) − KL(target ‖ selection). Larger is better. Compare it with a random selection of the same size, not with zero:
    /// for small sizes a random selection is below zero.
    /// </summary>
    public double Reduction => TargetToRaw - TargetToSelected;
}

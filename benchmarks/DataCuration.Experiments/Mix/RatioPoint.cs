namespace DataCuration.Experiments.Mix;

/// <summary>A training with a share of the target's sources, and its losses.</summary>
/// <param name="Parameters">The number of parameters of the model.</param>
/// <param name="Tokens">The number of training tokens.</param>
/// <param name="Ratio">The share of the target's sources.</param>
/// <param name="Domain">The bits per byte on held-out text of the target.</param>
/// <param name="General">The bits per byte on other held-out text.</param>
/// <param name="IsUnseen">True if the laws are not fitted to the training.</param>
internal sealed record RatioPoint(long Parameters, long Tokens, double Ratio, double Domain, double General, bool IsUnseen)
{
    public string Name => FormattableString.Invariant($"N={Parameters} D={Tokens} r={Ratio}");
}

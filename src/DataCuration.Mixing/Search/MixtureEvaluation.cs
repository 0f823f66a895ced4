namespace DataCuration.Mixing;

/// <summary>A measured mixture of a search.</summary>
public sealed record MixtureEvaluation
{
    /// <summary>The iteration, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>The number of the mixture in its iteration, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The weights.</summary>
    public required MixtureWeights Weights { get; init; }

    /// <summary>The measured score; larger is better.</summary>
    public required double Score { get; init; }

    /// <summary>The score that was predicted before the measurement; null in the first iteration.</summary>
    public double? Predicted { get; init; }
}

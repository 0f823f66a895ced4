namespace DataCuration.Training;

/// <summary>A stretch of a training with its own weights of the sets.</summary>
public sealed record MixturePhase
{
    /// <summary>The end of the phase as a fraction of all training rows; more than that of the phase before. That of the last phase is 1.</summary>
    /// <value>In (0, 1]; <see cref="TokenMixture.Phases"/> refuses other values.</value>
    public required double Until { get; init; }

    /// <summary>The weight of each set, in the mixture's order, at least 0; null for the sets' own weights.</summary>
    /// <value>Default null.</value>
    public IReadOnlyList<double>? Weights { get; init; }
}

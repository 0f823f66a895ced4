namespace DataCuration.Mixing;

/// <summary>A stretch of a training with its shares of the sources.</summary>
public sealed record MixturePlanPhase
{
    /// <summary>The end of the phase as a fraction of all training tokens; more than that of the phase before. That of the last phase is 1.</summary>
    /// <value>In (0, 1]; <see cref="MixturePlan"/> refuses other values.</value>
    public required double Until { get; init; }

    /// <summary>The share of each source in the tokens of the phase. A source that is missing has share 0.</summary>
    /// <value>Each from 0 to 1, with sum 1 to within 1e-9; <see cref="MixturePlan"/> refuses other values.</value>
    public required IReadOnlyDictionary<string, double> Shares { get; init; }
}

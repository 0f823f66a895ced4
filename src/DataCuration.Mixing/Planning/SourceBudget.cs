namespace DataCuration.Mixing;

/// <summary>The tokens that a plan takes from one source.</summary>
public sealed record SourceBudget
{
    /// <summary>The name of the source.</summary>
    public required string Source { get; init; }

    /// <summary>The source's share in all tokens of the training, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>The number of tokens of the source.</summary>
    public required long Tokens { get; init; }

    /// <summary>The number of tokens of the source in each phase.</summary>
    public required IReadOnlyList<long> PhaseTokens { get; init; }

    /// <summary>The number of tokens that the source has; null if it is not known.</summary>
    public long? Available { get; init; }

    /// <summary>
    /// The number of times that the source is read; null if its size is not known. Positive infinity for an empty source with tokens in the plan.
    /// </summary>
    public double? Epochs => Available is not { } available ? null : Tokens == 0 ? 0 : (double)Tokens / available;
}

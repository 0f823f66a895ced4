namespace DataCuration.Selection;

/// <summary>The transport distance of a domain to a target.</summary>
public sealed record DomainDistance
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The number of documents of the domain.</summary>
    public required long Documents { get; init; }

    /// <summary>The number of documents in the sample.</summary>
    public required long Sampled { get; init; }

    /// <summary>
    /// The cost of the transport from the sample to the target's, in squared Euclidean distance; NaN if no document of the sample has a vector.
    /// </summary>
    public required double Distance { get; init; }

    /// <summary>True if the transport converged.</summary>
    public required bool IsConverged { get; init; }
}

namespace DataCuration.Deduplication;

/// <summary>A document that a deduplication dropped, and the one that stays in its place.</summary>
public sealed record DuplicatePair
{
    /// <summary>The id of the dropped document.</summary>
    public required string DroppedId { get; init; }

    /// <summary>The beginning of its text, on one line.</summary>
    public required string DroppedExcerpt { get; init; }

    /// <summary>The id of the document that stays; null if it is a record of an index, which holds no ids.</summary>
    public string? KeptId { get; init; }

    /// <summary>The beginning of its text, on one line; null for a record of an index.</summary>
    public string? KeptExcerpt { get; init; }

    /// <summary>The number of documents of the corpus in the cluster.</summary>
    public required long ClusterSize { get; init; }

    /// <summary>The similarity of the dropped document and the one that it matched (<see cref="Duplicate.Similarity"/>); null if it was not measured.</summary>
    public double? Similarity { get; init; }
}

namespace DataCuration;

/// <summary>The documents that one stage dropped for one reason.</summary>
public sealed record DropReason
{
    /// <summary>The stage's name.</summary>
    public required string Stage { get; init; }

    /// <summary>The reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The number of documents.</summary>
    public required long Documents { get; init; }

    /// <summary>The size of their texts in bytes of UTF-8, as they were when they were dropped.</summary>
    public required long Bytes { get; init; }

    /// <summary>The first documents in the order of the corpus.</summary>
    public required IReadOnlyList<DropExample> Examples { get; init; }
}

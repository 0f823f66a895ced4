namespace DataCuration.Deduplication;

/// <summary>A document in a cluster of <see cref="DatatroveClusters"/>.</summary>
public sealed record DatatroveMember
{
    /// <summary>The document's file; 4294967295 for the index.</summary>
    public required uint File { get; init; }

    /// <summary>The document's number in its file; 4294967295 for the index.</summary>
    public required uint Document { get; init; }

    /// <summary>The file of the document that stays.</summary>
    public required uint RootFile { get; init; }

    /// <summary>The number of the document that stays.</summary>
    public required uint RootDocument { get; init; }

    /// <summary>The cluster's number, as in <c>.clusters</c> files: clusters are numbered by their first document.</summary>
    public required uint Cluster { get; init; }

    /// <summary>The cluster's size, as in <c>.sizes</c> files. The index counts as one document.</summary>
    public required long Size { get; init; }

    /// <summary>True if datatrove removes the document.</summary>
    public bool IsRemoved => File != RootFile || Document != RootDocument;
}

namespace DataCuration.Deduplication;

/// <summary>A record that has duplicates, as <see cref="DuplicateTable"/> reads it.</summary>
public sealed record Duplicate
{
    /// <summary>The record that stays of the cluster, or the record of an index that the cluster is a duplicate of.</summary>
    public required MatchedRecord Survivor { get; init; }

    /// <summary>The number of records of the corpus in the cluster, 1 or more. Records of an index are not counted.</summary>
    public required long ClusterSize { get; init; }

    /// <summary>
    /// A record that this one matched directly. MinHash and SimHash: the first one (lowest id) of those that it was compared with, records of an index before
    /// all others. Exact deduplication: the survivor, which matches itself. Embeddings: the most similar record before it in the order of comparison; the
    /// survivor matches the first one that matched it.
    /// </summary>
    public required MatchedRecord Match { get; init; }

    /// <summary>
    /// The similarity of the record and <see cref="Match"/>: 1 for exact deduplication, the Jaccard similarity where MinHash verified it, 1 - distance / bits
    /// for SimHash, the cosine for embeddings; NaN where it was not measured.
    /// </summary>
    public required float Similarity { get; init; }
}

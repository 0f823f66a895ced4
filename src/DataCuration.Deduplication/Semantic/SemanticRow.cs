namespace DataCuration.Deduplication;

/// <summary>A document of a cluster. 16 bytes without padding; its vector follows.</summary>
/// <param name="Record">The record.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Distance">The distance to the centroid.</param>
internal readonly record struct SemanticRow(long Record, int Shard, float Distance)
{
    public const int Size = 16;
}

/// <summary>The decision about a document. 56 bytes without padding.</summary>
/// <param name="Id">The document.</param>
/// <param name="Cluster">The document that stays of those that are alike; itself without a duplicate.</param>
/// <param name="Size">The number of documents that are alike; 1 without a duplicate.</param>
/// <param name="Match">A document that it matched; itself without a duplicate.</param>
/// <param name="Nearest">The most similar document before it; -1 for the first one of a cluster.</param>
/// <param name="Similarity">The cosine to the match.</param>
/// <param name="NearestSimilarity">The cosine to the nearest document; 0 without one.</param>
/// <param name="Distance">The distance to the centroid.</param>
/// <param name="Centroid">The cluster of k-means.</param>
internal readonly record struct SemanticDecision(long Id, long Cluster, long Size, long Match, long Nearest, float Similarity, float NearestSimilarity,
    float Distance, int Centroid)
{
    public const int Bytes = 56;
}

namespace DataCuration.Deduplication;

/// <summary>A document of a cluster. 16 bytes without padding; its vector follows.</summary>
/// <param name="Record">The record.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Distance">The distance to the centroid.</param>
internal readonly record struct SemanticRow(long Record, int Shard, float Distance)
{
    public const int Size = 16;
}

/// <summary>The decision about a document. 40 bytes without padding.</summary>
/// <param name="Record">The record.</param>
/// <param name="MatchRecord">The record of the most similar document before it; -1 without one.</param>
/// <param name="Shard">The shard.</param>
/// <param name="MatchShard">The shard of the most similar document; -1 without one.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Distance">The distance to the centroid.</param>
/// <param name="Similarity">The cosine to the most similar document before it; 0 without one.</param>
/// <param name="IsKept">1 if it stays.</param>
internal readonly record struct SemanticDecision(long Record, long MatchRecord, int Shard, int MatchShard, int Cluster, float Distance, float Similarity,
    int IsKept)
{
    public const int Size = 40;
}

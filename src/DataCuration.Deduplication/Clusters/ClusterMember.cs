namespace DataCuration.Deduplication;

/// <summary>A record of a cluster of two or more, or of one that matches an index. 40 bytes without padding.</summary>
/// <param name="Id">The record.</param>
/// <param name="Cluster">The record that stays.</param>
/// <param name="Size">The number of the corpus's records in the cluster.</param>
/// <param name="Match">A record that matched directly.</param>
/// <param name="Similarity">The similarity with it, as a double so that there is no padding.</param>
internal readonly record struct ClusterMember(long Id, long Cluster, long Size, long Match, double Similarity)
{
    public const int Bytes = 40;
}

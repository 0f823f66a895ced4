namespace DataCuration.Deduplication;

/// <summary>A document in an index, in the order of its cluster. 16 bytes without padding; its vector is in a table beside.</summary>
/// <param name="Id">The document's id in the index's corpus.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Distance">The distance to the centroid.</param>
internal readonly record struct SemanticEntry(long Id, int Cluster, float Distance);

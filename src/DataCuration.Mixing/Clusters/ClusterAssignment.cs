using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.Mixing;

/// <summary>The cluster of a document. 16 bytes without padding.</summary>
/// <param name="IdHash">A hash of the document's id, to notice another corpus.</param>
/// <param name="Cluster">The cluster of k-means.</param>
/// <param name="Distance">The distance to its centroid.</param>
internal readonly record struct ClusterAssignment(ulong IdHash, int Cluster, float Distance)
{
    public static ulong HashOf(string id) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()));
}

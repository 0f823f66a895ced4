using System.Runtime.InteropServices;

namespace DataCuration.Synthesis;

/// <summary>A bucket of a document's signature.</summary>
/// <param name="Key">The hash of the bucket's number and hashes.</param>
/// <param name="Number">The document's number in its shard.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct BucketRecord(ulong Key, long Number);

/// <summary>A document by its number in its shard.</summary>
/// <param name="Number">The number, from 0.</param>
/// <param name="Shard">The shard.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct DocumentPlace(long Number, int Shard);

/// <summary>Two documents that share a bucket.</summary>
/// <param name="First">The first document with the bucket.</param>
/// <param name="Second">Another one.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct PlacePair(DocumentPlace First, DocumentPlace Second)
{
    /// <summary>The length of a record in bytes.</summary>
    public const int Size = 2 * (sizeof(long) + sizeof(int));
}

namespace DataCuration.Deduplication;

/// <summary>The place of a document's set of shingles in its shard's file. 24 bytes without padding.</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Count">The number of hashes.</param>
/// <param name="Checksum">The hash of the set.</param>
internal readonly record struct ShinglePlace(long Offset, long Count, ulong Checksum);

namespace DataCuration.Deduplication;

/// <summary>A line in an index, by the hash of host and line. 24 bytes without padding.</summary>
/// <param name="High">The high half of the hash.</param>
/// <param name="Low">The low half of the hash.</param>
/// <param name="Copies">The number of copies in the index's corpus.</param>
internal readonly record struct LineEntry(ulong High, ulong Low, long Copies);

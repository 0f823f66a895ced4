namespace DataCuration.Deduplication;

/// <summary>A run of windows in an index: its anchor's hash, and its place in the kept text of a shard. 24 bytes without padding.</summary>
/// <param name="Hash">The hash of the anchor.</param>
/// <param name="Position">The first symbol in the shard's kept text.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Count">The number of windows.</param>
internal readonly record struct KnownAnchor(ulong Hash, long Position, int Shard, int Count)
{
    public const int Bytes = 24;
}

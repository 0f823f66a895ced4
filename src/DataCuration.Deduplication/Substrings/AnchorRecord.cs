namespace DataCuration.Deduplication;

/// <summary>An anchor of a shard.</summary>
/// <param name="Hash">The hash of its bytes.</param>
/// <param name="Number">Its number in the shard.</param>
internal readonly record struct AnchorRecord(ulong Hash, long Number)
{
    public const int Size = 16;
}

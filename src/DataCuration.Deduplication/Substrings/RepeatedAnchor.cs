namespace DataCuration.Deduplication;

/// <summary>An anchor that occurs more than once.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Number">Its number in the shard.</param>
internal readonly record struct RepeatedAnchor(long Shard, long Number)
{
    public const int Size = 16;
}

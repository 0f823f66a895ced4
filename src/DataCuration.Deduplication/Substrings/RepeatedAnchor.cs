namespace DataCuration.Deduplication;

/// <summary>An anchor that occurs more than once.</summary>
/// <param name="Number">Its number in the shard.</param>
/// <param name="Shard">The shard.</param>
internal readonly record struct RepeatedAnchor(long Number, long Shard)
{
    public const int Size = 16;
}

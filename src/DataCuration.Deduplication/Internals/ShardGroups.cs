namespace DataCuration.Deduplication;

/// <summary>
/// Groups of shards: results that are found by key go back to the shards through partitions, one for each group. Their number has a fixed bound, because each
/// takes memory in a writer.
/// </summary>
/// <param name="shards">The number of shards.</param>
internal readonly struct ShardGroups(int shards)
{
    private const int MaxGroups = 1_024;

    public int Count { get; } = Math.Clamp(shards, 1, MaxGroups);

    public int GroupOf(int shard) => shard % Count;

    /// <summary>The shards of a group, in order.</summary>
    public IEnumerable<int> ShardsOf(int group)
    {
        for (int shard = group; shard < shards; shard += Count) yield return shard;
    }
}

namespace DataCuration.Deduplication;

/// <summary>A paragraph or document of a shard, in the order of the shard. 24 bytes without padding.</summary>
/// <param name="Record">The record.</param>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="NGrams">The number of n-grams.</param>
/// <param name="Reserved">0.</param>
internal readonly record struct BloomUnitRow(long Record, int Start, int End, int NGrams, int Reserved);

/// <summary>The number of n-grams of a unit that a part of the filter held before.</summary>
/// <param name="Place">The shard, and the unit's number in it, as <see cref="RecordIds"/> joins them.</param>
/// <param name="Seen">The number of n-grams.</param>
internal readonly record struct BloomSeen(long Place, long Seen)
{
    public const int Size = 16;
}

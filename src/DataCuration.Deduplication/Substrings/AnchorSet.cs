namespace DataCuration.Deduplication;

/// <summary>The anchors of a shard that occur more than once in the corpus: one bit for each.</summary>
internal sealed class AnchorSet
{
    private ulong[] bits = [];

    public static AnchorSet Read(PhaseFiles repeated, int shard)
    {
        var set = new AnchorSet();
        using var table = new RecordTable<long>(repeated, RepeatedAnchors.Name);
        // The last tables may be missing: a shard without repeated anchors has none.
        using RecordTablePart<long>? numbers = shard < table.ShardCount ? table.OpenShard(shard) : null;
        if (numbers is null || numbers.RowCount == 0) return set;
        set.bits = new ulong[(numbers.GetRow(numbers.RowCount - 1)[0] >> 6) + 1];
        for (RecordCursor<long> cursor = numbers.Read(); cursor.Read();) set.bits[cursor.Value >> 6] |= 1UL << (int)(cursor.Value & 63);
        return set;
    }

    public bool Contains(long number) => number >> 6 < bits.Length && (bits[number >> 6] >> (int)(number & 63) & 1) != 0;
}

namespace DataCuration.Deduplication;

/// <summary>The anchors of a shard that occur more than once in the corpus: one bit for each.</summary>
internal sealed class AnchorSet
{
    private ulong[] bits = [];

    public static AnchorSet Read(Partitions repeated, int group, int shard)
    {
        var set = new AnchorSet();
        using PartitionReader reader = repeated.Read(group);
        while (reader.Read())
        {
            RepeatedAnchor anchor = reader.Get<RepeatedAnchor>();
            if (anchor.Shard != shard) continue;
            long word = anchor.Number >> 6;
            if (word >= set.bits.Length) Array.Resize(ref set.bits, (int)Math.Max(word + 1, set.bits.Length * 2L));
            set.bits[word] |= 1UL << (int)(anchor.Number & 63);
        }
        return set;
    }

    public bool Contains(long number) => number >> 6 < bits.Length && (bits[number >> 6] >> (int)(number & 63) & 1) != 0;
}

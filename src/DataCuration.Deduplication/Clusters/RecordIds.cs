namespace DataCuration.Deduplication;

/// <summary>
/// The 64-bit ids of records in the tables beside a keep list. The id of a record of the corpus is its shard above 40 bits and its number in the shard below,
/// so that ids are in the order of (file, position). The id of a record of an index is negative: the complement of index, shard and number.
/// </summary>
public static class RecordIds
{
    /// <summary>The largest number of shards of a corpus: 4,194,304.</summary>
    public const int MaxShards = 1 << 22;

    /// <summary>The largest number of shards of an index: 65,536.</summary>
    public const int MaxIndexShards = 1 << 16;

    /// <summary>The largest number of indexes: 128.</summary>
    public const int MaxIndexes = 1 << 7;

    private const int RecordBits = 40, ShardBits = 16;
    private const long RecordMask = (1L << RecordBits) - 1;

    /// <summary>Returns the id of a record of the corpus.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="record">The record's number in its shard, below 2^40.</param>
    public static long Create(int shard, long record)
    {
        if ((uint)shard >= MaxShards) throw new ArgumentOutOfRangeException(nameof(shard), shard, $"A deduplicated corpus has at most {MaxShards:N0} shards.");
        if ((ulong)record > RecordMask) throw new ArgumentOutOfRangeException(nameof(record), record, "A shard has at most 2^40 records.");
        return (long)shard << RecordBits | record;
    }

    /// <summary>Returns the id of a record of an index.</summary>
    /// <param name="index">The index's number in the list of indexes.</param>
    /// <param name="id">The record's id in the corpus that the index was made of.</param>
    public static long CreateForIndex(int index, long id)
    {
        if ((uint)index >= MaxIndexes) throw new ArgumentOutOfRangeException(nameof(index), index, $"At most {MaxIndexes} indexes are allowed.");
        if (id < 0 || id >> RecordBits >= MaxIndexShards)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"The corpus of an index has at most {MaxIndexShards:N0} shards.");
        return ~((long)index << (RecordBits + ShardBits) | id);
    }

    /// <summary>Returns the record of an id.</summary>
    /// <param name="id">The id.</param>
    public static MatchedRecord Parse(long id)
    {
        long bits = id < 0 ? ~id : id;
        int shard = (int)(bits >> RecordBits);
        return id < 0 ? new(shard >> ShardBits, shard & (MaxIndexShards - 1), bits & RecordMask) : new(null, shard, bits & RecordMask);
    }

    internal static int ShardOf(long id) => (int)(id >> RecordBits);

    internal static long RecordOf(long id) => id & RecordMask;
}

namespace DataCuration.Deduplication;

/// <summary>
/// The 64-bit ids of records in the tables beside a keep list. The id of a record of the corpus is its shard above 40 bits and its number in the shard below,
/// so that ids are in the order of (file, position). The id of a record of an index is negative: the smallest number plus index, shard and number, so that
/// these ids too are in the order of the indexes, and before those of the corpus.
/// </summary>
public static class RecordIds
{
    /// <summary>The largest number of shards of a corpus: 4,194,304.</summary>
    public const int MaxShards = 1 << 22;

    /// <summary>The largest number of indexes: 128.</summary>
    public const int MaxIndexes = 1 << 7;

    private const int RecordBits = 40, ShardBits = 22, IndexRecordBits = 34;
    private const long RecordMask = (1L << RecordBits) - 1, IndexRecordMask = (1L << IndexRecordBits) - 1;

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
    /// <param name="id">The record's id in the corpus that the index was made of; its number in the shard is below 2^34.</param>
    public static long CreateForIndex(int index, long id)
    {
        if ((uint)index >= MaxIndexes) throw new ArgumentOutOfRangeException(nameof(index), index, $"At most {MaxIndexes} indexes are allowed.");
        if (id < 0) throw new ArgumentOutOfRangeException(nameof(id), id, "A record of an index is known by its id in the index's own corpus.");
        long record = id & RecordMask;
        if (record > IndexRecordMask) throw new ArgumentOutOfRangeException(nameof(id), id, "A shard of an index has at most 2^34 records.");
        return long.MinValue + ((long)index << (IndexRecordBits + ShardBits) | id >> RecordBits << IndexRecordBits | record);
    }

    /// <summary>Returns the record of an id.</summary>
    /// <param name="id">The id.</param>
    public static MatchedRecord Parse(long id)
    {
        if (id >= 0) return new(null, (int)(id >> RecordBits), id & RecordMask);
        long bits = id - long.MinValue;
        return new((int)(bits >> (IndexRecordBits + ShardBits)), (int)(bits >> IndexRecordBits) & (MaxShards - 1), bits & IndexRecordMask);
    }

    internal static int ShardOf(long id) => (int)(id >> RecordBits);

    internal static long RecordOf(long id) => id & RecordMask;
}

namespace DataCuration.Deduplication;

/// <summary>Numbers of a shard that a phase chose, such as the records to read again: one bit for each number up to the largest.</summary>
internal sealed class NumberSet
{
    private const int RecordSize = 16;
    private ulong[] bits = [];

    /// <summary>
    /// Writes a table of the numbers of each shard of a group, without repetition. A shard then reads its own table only, however many shards there are.
    /// </summary>
    /// <param name="chosen">Records of two 64-bit numbers, shard and number, by group of shards.</param>
    /// <param name="output">The task's output; its number is the group's.</param>
    /// <param name="name">The name of the tables.</param>
    /// <param name="memoryBytes">The memory of a sort.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static void Gather(Partitions chosen, ShardOutput output, string name, long memoryBytes, CancellationToken cancellationToken)
    {
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.Int64(count: 2))
        {
            RecordSize = RecordSize,
            MemoryBytes = memoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => chosen.Read(output.Index), cancellationToken);
        RecordTableWriter<long>? table = null;
        var last = new IdPair(-1, -1);
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            IdPair one = sorted.Get<IdPair>();
            if (one == last) continue;
            if (one.First != last.First)
            {
                table?.Complete();
                table = new(output, name, shard: (int)one.First);
            }
            table!.Append(table.RowCount, one.Second);
            last = one;
        }
        table?.Complete();
    }

    /// <summary>Reads the numbers of a shard.</summary>
    /// <param name="gathered">The phase whose tasks called <see cref="Gather"/>.</param>
    /// <param name="name">The name of the tables.</param>
    /// <param name="shard">The shard.</param>
    public static NumberSet Read(PhaseFiles gathered, string name, int shard)
    {
        var set = new NumberSet();
        using var table = new RecordTable<long>(gathered, name);
        // A shard without numbers has no table, and the last ones may lack.
        using RecordTablePart<long>? numbers = shard < table.ShardCount ? table.OpenShard(shard) : null;
        if (numbers is null || numbers.RowCount == 0) return set;
        set.bits = new ulong[(numbers.GetRow(numbers.RowCount - 1)[0] >> 6) + 1];
        for (RecordCursor<long> cursor = numbers.Read(); cursor.Read();) set.bits[cursor.Value >> 6] |= 1UL << (int)(cursor.Value & 63);
        return set;
    }

    public bool Contains(long number) => number >> 6 < bits.Length && (bits[number >> 6] >> (int)(number & 63) & 1) != 0;

    /// <summary>True if one of consecutive numbers is in the set.</summary>
    public bool ContainsAny(long first, int count)
    {
        long end = Math.Min(first + count, bits.Length * 64L);
        for (long number = first; number < end;)
        {
            ulong left = bits[number >> 6] >> (int)(number & 63);
            if (left == 0) number = ((number >> 6) + 1) << 6;
            else return number + System.Numerics.BitOperations.TrailingZeroCount(left) < end;
        }
        return false;
    }
}

namespace DataCuration.Deduplication;

/// <summary>
/// Reads those entries of an index, sorted by a hash, that belong to a partition of the corpus. The two may have different numbers of partitions.
/// </summary>
/// <typeparam name="T">The type of an entry.</typeparam>
internal sealed class IndexCursor<T> : IDisposable where T : unmanaged
{
    private readonly IndexTable<T> table;
    private readonly Func<T, ulong> hashOf;
    private RecordTablePart<T>? part;
    private int number;
    private long row;

    /// <summary>Starts before the first entry of a partition.</summary>
    /// <param name="table">The entries; those of a part are a range of hashes.</param>
    /// <param name="hashOf">The hash of an entry.</param>
    /// <param name="partition">The partition of the corpus.</param>
    /// <param name="partitions">The number of partitions of the corpus.</param>
    public IndexCursor(IndexTable<T> table, Func<T, ulong> hashOf, int partition, int partitions)
    {
        this.table = table;
        this.hashOf = hashOf;
        ulong lowest = (ulong)((((UInt128)(uint)partition << 64) + (uint)partitions - 1) / (uint)partitions);
        number = PartitionWriter.PartitionOf(lowest, table.PartCount);
        part = table.Open(number);
        long high = part.RowCount;
        while (row < high)
        {
            long middle = row + ((high - row) / 2);
            if (hashOf(part.GetRow(middle)[0]) < lowest) row = middle + 1;
            else high = middle;
        }
    }

    /// <summary>Moves to the first entry whose hash is not smaller than one. Hashes must not fall from call to call.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="entry">The entry.</param>
    /// <returns>True if there is an entry with this hash.</returns>
    public bool TrySeek(ulong hash, out T entry)
    {
        while (TryPeek(out entry) && hashOf(entry) < hash) row++;
        return part is not null && hashOf(entry) == hash;
    }

    /// <summary>Moves to the next entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>False at the end.</returns>
    public bool TryNext(out T entry)
    {
        row++;
        return TryPeek(out entry);
    }

    public void Dispose() => part?.Dispose();

    private bool TryPeek(out T entry)
    {
        entry = default;
        while (part is not null && row >= part.RowCount)
        {
            part.Dispose();
            part = ++number < table.PartCount ? table.Open(number) : null;
            row = 0;
        }
        if (part is null) return false;
        entry = part.GetRow(row)[0];
        return true;
    }
}

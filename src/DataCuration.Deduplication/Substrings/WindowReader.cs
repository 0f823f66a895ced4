namespace DataCuration.Deduplication;

/// <summary>Reads the runs of a partition: first those of indexes, then those of the corpus in its order.</summary>
/// <param name="known">The runs of indexes; null if there are no indexes.</param>
/// <param name="own">The runs of the corpus.</param>
/// <param name="partition">The partition.</param>
internal sealed class WindowReader(Partitions? known, Partitions own, int partition) : IDisposable
{
    private PartitionReader reader = (known ?? own).Read(partition);

    /// <summary>True for a run of an index.</summary>
    public bool IsKnown { get; private set; } = known is not null;

    /// <summary>The shard of the run; -1 for a run of an index.</summary>
    public int Shard => IsKnown ? -1 : reader.Shard;

    public ReadOnlySpan<byte> Record => reader.Record;

    public bool Read()
    {
        if (reader.Read()) return true;
        if (!IsKnown) return false;
        reader.Dispose();
        reader = own.Read(partition);
        IsKnown = false;
        return reader.Read();
    }

    public void Dispose() => reader.Dispose();
}

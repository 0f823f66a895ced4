namespace DataCuration;

/// <summary>
/// Judges the share of faults every <see cref="Interval"/> records and at a shard's end. Documents and faults are counted per interval of records, so that the
/// verdict depends on neither batches nor windows.
/// </summary>
internal sealed class FaultLimit(FaultPolicy policy)
{
    /// <summary>The number of records between two judgements.</summary>
    public const long Interval = 1_024;

    private readonly Dictionary<long, (long Documents, long Faults)> open = [];
    private long next;
    private long documents;
    private long faults;

    /// <summary>Adds documents.</summary>
    /// <param name="firstRecord">The first record.</param>
    /// <param name="records">The number of records from there on.</param>
    /// <param name="children">Documents that a stage made of the first record.</param>
    public void AddDocuments(long firstRecord, long records, long children = 0)
    {
        if (policy.IsFail) return;
        if (children > 0) Add(firstRecord, children, 0);
        while (records > 0)
        {
            long here = Math.Min(records, Interval - (firstRecord % Interval));
            Add(firstRecord, here, 0);
            firstRecord += here;
            records -= here;
        }
    }

    /// <summary>Adds a fault.</summary>
    public void AddFault(long record)
    {
        if (!policy.IsFail) Add(record, 0, 1);
    }

    /// <summary>Judges every interval that is done.</summary>
    /// <param name="done">All records before this one are done; <see cref="long.MaxValue"/> at the shard's end.</param>
    /// <returns>The counts at the first interval whose faults exceed the ratio; null if no interval exceeds it.</returns>
    public (long Faults, long Documents)? Check(long done)
    {
        while (open.Count > 0 && (done == long.MaxValue || (next + 1) * Interval <= done))
        {
            if (open.Remove(next++, out (long Documents, long Faults) interval))
            {
                documents += interval.Documents;
                faults += interval.Faults;
            }
            if (faults > policy.MaxRatio * documents) return (faults, documents);
        }
        return null;
    }

    private void Add(long record, long newDocuments, long newFaults)
    {
        long interval = Math.Max(record, 0) / Interval;
        (long Documents, long Faults) counts = open.GetValueOrDefault(interval);
        open[interval] = (counts.Documents + newDocuments, counts.Faults + newFaults);
    }
}

namespace DataCuration;

/// <summary>
/// Judges the share of faults every <see cref="Interval"/> records and at a shard's end. Documents and faults are counted per interval of records, so that the
/// verdict depends on neither batches nor windows.
/// </summary>
internal sealed class FaultLimit(FaultPolicy policy)
{
    /// <summary>The number of records between two judgements.</summary>
    public const long Interval = 1_024;

    private readonly Dictionary<long, Counts> open = [];
    private readonly Dictionary<string, long> reasons = new(StringComparer.Ordinal);
    private string? example;
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
        if (children > 0) At(firstRecord).Documents += children;
        while (records > 0)
        {
            long here = Math.Min(records, Interval - (firstRecord % Interval));
            At(firstRecord).Documents += here;
            firstRecord += here;
            records -= here;
        }
    }

    /// <summary>Adds a fault.</summary>
    /// <param name="record">The record.</param>
    /// <param name="reason">The kind of fault.</param>
    /// <param name="message">The fault with its place, for people.</param>
    public void AddFault(long record, string reason, string message)
    {
        if (policy.IsFail) return;
        Counts counts = At(record);
        counts.Faults++;
        counts.Reasons[reason] = counts.Reasons.GetValueOrDefault(reason) + 1;
        // The first by record, and among several of one record by text: calls of stages may overlap.
        if (counts.Example is not null && (record > counts.ExampleRecord
            || (record == counts.ExampleRecord && string.CompareOrdinal(message, counts.Example) >= 0))) return;
        (counts.ExampleRecord, counts.Example) = (record, message);
    }

    /// <summary>Judges every interval that is done.</summary>
    /// <param name="done">All records before this one are done; <see cref="long.MaxValue"/> at the shard's end.</param>
    /// <returns>The counts at the first interval whose faults exceed the ratio; null if no interval exceeds it.</returns>
    public FaultExcess? Check(long done)
    {
        while (open.Count > 0 && (done == long.MaxValue || (next + 1) * Interval <= done))
        {
            if (open.Remove(next++, out Counts? interval))
            {
                documents += interval.Documents;
                faults += interval.Faults;
                foreach ((string reason, long count) in interval.Reasons) reasons[reason] = reasons.GetValueOrDefault(reason) + count;
                example ??= interval.Example;
            }
            if (faults > policy.MaxRatio * documents) return new(faults, documents, reasons, example ?? "");
        }
        return null;
    }

    private Counts At(long record)
    {
        long interval = Math.Max(record, 0) / Interval;
        if (!open.TryGetValue(interval, out Counts? counts)) open.Add(interval, counts = new());
        return counts;
    }

    private sealed class Counts
    {
        public long Documents { get; set; }

        public long Faults { get; set; }

        public Dictionary<string, long> Reasons { get; } = new(StringComparer.Ordinal);

        public long ExampleRecord { get; set; }

        public string? Example { get; set; }
    }
}

namespace DataCuration;

/// <summary>The limits that a reader of records observes, whatever the format. A run sets them from its <see cref="RunOptions"/>.</summary>
public sealed record ReadLimits
{
    /// <summary>The longest record that is read. A longer one becomes a record fault and is skipped without being held in memory.</summary>
    /// <value>In bytes, at least 1; default 64 MiB (our choice: Common Crawl cuts pages at 1 MiB).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxRecordBytes
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxRecordBytes must be at least 1.");
    } = 64 << 20;
}

namespace DataCuration;

/// <summary>A stage's counts while a shard is being worked on.</summary>
internal sealed class StageCounts(string name)
{
    private readonly Dictionary<string, long> dropped = new(StringComparer.Ordinal);
    private string? lastReason;
    private long lastReasonCount;

    public string Name { get; } = name;

    public long In { get; set; }

    public long Kept { get; set; }

    public long Replaced { get; set; }

    public long Faulted { get; set; }

    public long Emitted { get; set; }

    public long DroppedTotal { get; private set; }

    /// <summary>Time in the stage, in ticks of the time provider.</summary>
    public long Ticks { get; set; }

    public void Drop(string reason, long count = 1)
    {
        DroppedTotal += count;
        // Most drops in a row have the same, constant reason: no look-up for those.
        if (ReferenceEquals(reason, lastReason)) { lastReasonCount += count; return; }
        FlushReason();
        lastReason = reason;
        lastReasonCount = count;
    }

    public StageReport ToReport(double ticksPerSecond)
    {
        FlushReason();
        if (In + Emitted != Kept + DroppedTotal + Faulted)
            throw new InvalidOperationException(
                $"Stage '{Name}' lost count: in {In} + emitted {Emitted} is not kept {Kept} + dropped {DroppedTotal} + faulted {Faulted}.");
        return new()
        {
            Name = Name,
            In = In,
            Kept = Kept,
            Replaced = Replaced,
            DroppedByReason = new SortedDictionary<string, long>(dropped, StringComparer.Ordinal),
            Faulted = Faulted,
            Emitted = Emitted,
            Seconds = Ticks / ticksPerSecond,
        };
    }

    private void FlushReason()
    {
        if (lastReason is not null) dropped[lastReason] = dropped.GetValueOrDefault(lastReason) + lastReasonCount;
        lastReason = null;
        lastReasonCount = 0;
    }
}

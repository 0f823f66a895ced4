using System.Collections.Immutable;

namespace DataCuration;

/// <summary>The counts of one stage, for a shard or a whole phase. Always: <c>In + Emitted = Kept + Dropped + Faulted</c>.</summary>
public sealed record StageReport
{
    internal const string ReadStage = "read";

    /// <summary>The stage's name; <c>read</c> for the source.</summary>
    public required string Name { get; init; }

    /// <summary>The number of documents that came in; for <c>read</c>, of records.</summary>
    public required long In { get; init; }

    /// <summary>The number of documents that were passed on, edited copies and an expander's children included.</summary>
    public required long Kept { get; init; }

    /// <summary>The number of kept documents that were replaced by an edited copy.</summary>
    public long Replaced { get; init; }

    /// <summary>The number of dropped documents for each reason, in ordinal order of the reasons.</summary>
    public IReadOnlyDictionary<string, long> DroppedByReason { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The number of records or documents that went to quarantine.</summary>
    public long Faulted { get; init; }

    /// <summary>The number of children that an expander made.</summary>
    public long Emitted { get; init; }

    /// <summary>The time spent in the stage in seconds, summed over workers.</summary>
    public double Seconds { get; init; }

    /// <summary>The number of dropped documents.</summary>
    public long Dropped => DroppedByReason.Values.Sum();

    internal static StageReport Merge(StageReport left, StageReport right)
    {
        var dropped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string reason, long count) in left.DroppedByReason) dropped[reason] = count;
        foreach ((string reason, long count) in right.DroppedByReason) dropped[reason] = dropped.GetValueOrDefault(reason) + count;
        return new()
        {
            Name = left.Name,
            In = left.In + right.In,
            Kept = left.Kept + right.Kept,
            Replaced = left.Replaced + right.Replaced,
            DroppedByReason = dropped,
            Faulted = left.Faulted + right.Faulted,
            Emitted = left.Emitted + right.Emitted,
            Seconds = left.Seconds + right.Seconds,
        };
    }
}

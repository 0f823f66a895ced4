namespace DataCuration;

/// <summary>What one stage did with the documents of a shard or of a whole phase. Always: <c>In + Emitted = Kept + Dropped + Faulted</c>.</summary>
/// <param name="Name">The stage's name; <c>read</c> for the source.</param>
/// <param name="In">Documents that came in; for <c>read</c>, records.</param>
/// <param name="Kept">Documents that went on, replaced ones and an expander's children included.</param>
/// <param name="Replaced">How many of the kept ones were replaced by an edited copy.</param>
/// <param name="DroppedByReason">Dropped documents by reason, in ordinal order of the reasons.</param>
/// <param name="Faulted">Records or documents that went to quarantine.</param>
/// <param name="Emitted">Children that an expander made.</param>
/// <param name="Seconds">Time spent in the stage, summed over workers.</param>
public sealed record StageReport(
    string Name, long In, long Kept, long Replaced, IReadOnlyDictionary<string, long> DroppedByReason, long Faulted, long Emitted, double Seconds)
{
    /// <summary>Documents dropped, whatever the reason.</summary>
    public long Dropped => DroppedByReason.Values.Sum();

    internal static StageReport Merge(StageReport left, StageReport right)
    {
        var dropped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string reason, long count) in left.DroppedByReason) dropped[reason] = count;
        foreach ((string reason, long count) in right.DroppedByReason) dropped[reason] = dropped.GetValueOrDefault(reason) + count;
        return new(left.Name, left.In + right.In, left.Kept + right.Kept, left.Replaced + right.Replaced, dropped,
            left.Faulted + right.Faulted, left.Emitted + right.Emitted, left.Seconds + right.Seconds);
    }
}

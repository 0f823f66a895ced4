using System.Globalization;

namespace DataCuration;

/// <summary>The counts at the place where a shard's faults exceeded the ratio.</summary>
/// <param name="Faults">The number of faults.</param>
/// <param name="Documents">The number of documents.</param>
/// <param name="Reasons">The faults of each reason.</param>
/// <param name="Example">The first fault.</param>
internal sealed record FaultExcess(long Faults, long Documents, IReadOnlyDictionary<string, long> Reasons, string Example)
{
    private const int MaxReasons = 5;

    /// <summary>The reasons with their counts, the most frequent first, and the example.</summary>
    public string Describe()
    {
        IEnumerable<string> shown = Reasons.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key, StringComparer.Ordinal).Take(MaxReasons)
            .Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value} x {reason.Key}"));
        string more = Reasons.Count > MaxReasons ? string.Create(CultureInfo.InvariantCulture, $", and {Reasons.Count - MaxReasons} more reasons") : "";
        return $"{string.Join(", ", shown)}{more}. The first: {Example}.";
    }
}

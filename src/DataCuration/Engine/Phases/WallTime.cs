using System.Globalization;

namespace DataCuration;

/// <summary>The wall time of phases and runs, and its form in texts.</summary>
internal static class WallTime
{
    /// <summary>Measures the time in which at least one shard was in progress, in seconds.</summary>
    public static double Measure(IReadOnlyList<ShardReport> shards)
    {
        double total = 0;
        DateTimeOffset covered = DateTimeOffset.MinValue;
        double unknown = 0;
        foreach (ShardReport shard in shards.OrderBy(shard => shard.Started))
        {
            double seconds = double.IsFinite(shard.Seconds) ? Math.Clamp(shard.Seconds, 0, MaxSeconds) : 0;
            if (shard.Started == default)
            {
                unknown = Math.Max(unknown, seconds); // of a report without starts the longest shard is all that is known
                continue;
            }
            // A start near the year 10000 comes from a damaged or made-up report.
            DateTimeOffset end = (DateTimeOffset.MaxValue - shard.Started).TotalSeconds > seconds ? shard.Started.AddSeconds(seconds) : DateTimeOffset.MaxValue;
            DateTimeOffset start = shard.Started > covered ? shard.Started : covered;
            if (end > start) total += (end - start).TotalSeconds;
            if (end > covered) covered = end;
        }
        return Math.Max(total, unknown);
    }

    /// <summary>The largest time that is believed: about 3,000 years.</summary>
    private const double MaxSeconds = 1e11;

    /// <summary>The end of a report's first line: the time of the work, and what of it was done before.</summary>
    public static string Describe(RunReport report)
    {
        if (report.RunSeconds is not { } now) return $", {Format(report.WallSeconds)} of work";
        if (report.ReusedShards == 0) return $", {Format(now)}";
        return report.ReusedShards == report.Shards.Count ? $", found finished ({Format(report.WallSeconds)} of work before)"
            : string.Create(CultureInfo.InvariantCulture, $", {Format(now)} ({report.ReusedShards:N0} shards found finished)");
    }

    /// <summary>Formats seconds: <c>0.42 s</c>, <c>12.3 s</c>, <c>1:02:03</c>.</summary>
    public static string Format(double seconds)
    {
        if (seconds < 60) return string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s");
        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return string.Create(CultureInfo.InvariantCulture, $"{(long)whole.TotalHours}:{whole.Minutes:D2}:{whole.Seconds:D2}");
    }
}

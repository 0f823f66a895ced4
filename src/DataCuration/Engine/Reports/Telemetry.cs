using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataCuration;

/// <summary>The library's one activity source and one meter.</summary>
internal static class Telemetry
{
    public static readonly ActivitySource Activities = new(DiagnosticNames.Source);
    private static readonly Meter Meter = new(DiagnosticNames.Source);
    public static readonly Counter<long> Documents = Meter.CreateCounter<long>(DiagnosticNames.Documents, "{document}");
    public static readonly Counter<long> InputBytes = Meter.CreateCounter<long>(DiagnosticNames.InputBytes, "By");
    public static readonly Counter<long> Shards = Meter.CreateCounter<long>(DiagnosticNames.Shards, "{shard}");
}

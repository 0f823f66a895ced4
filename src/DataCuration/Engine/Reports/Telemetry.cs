using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataCuration;

/// <summary>The activity source and the meter of the library.</summary>
internal static class Telemetry
{
    public static readonly ActivitySource Activities = new(DiagnosticNames.Source);
    private static readonly Meter Meter = new(DiagnosticNames.Source);
    public static readonly Counter<long> Documents = Meter.CreateCounter<long>(DiagnosticNames.Documents, "{document}");
    public static readonly Counter<long> InputBytes = Meter.CreateCounter<long>(DiagnosticNames.InputBytes, "By");
    public static readonly Counter<long> Shards = Meter.CreateCounter<long>(DiagnosticNames.Shards, "{shard}");
}

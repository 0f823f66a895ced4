namespace DataCuration;

/// <summary>The names under which the library reports to OpenTelemetry and other listeners.</summary>
public static class DiagnosticNames
{
    /// <summary>The name of the library's <see cref="System.Diagnostics.ActivitySource"/> and <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Source = "DataCuration";

    /// <summary>Counter: documents by outcome (tags <c>phase</c>; <c>outcome</c>: kept, dropped, faulted).</summary>
    public const string Documents = "datacuration.documents";

    /// <summary>Counter: bytes of input read (tag <c>phase</c>).</summary>
    public const string InputBytes = "datacuration.input.bytes";

    /// <summary>Counter: shards finished (tags <c>phase</c>; <c>outcome</c>: completed, failed).</summary>
    public const string Shards = "datacuration.shards";

    /// <summary>Activity of one phase of a run.</summary>
    public const string PhaseActivity = "datacuration.phase";

    /// <summary>Activity of one shard of a phase.</summary>
    public const string ShardActivity = "datacuration.shard";
}

namespace DataCuration;

/// <summary>The names that the library uses with OpenTelemetry and other listeners.</summary>
public static class DiagnosticNames
{
    /// <summary>The name of the library's <see cref="System.Diagnostics.ActivitySource"/> and <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Source = "DataCuration";

    /// <summary>A counter of documents by outcome (tags <c>phase</c>; <c>outcome</c>: kept, dropped, faulted).</summary>
    public const string Documents = "datacuration.documents";

    /// <summary>A counter of input bytes read (tag <c>phase</c>).</summary>
    public const string InputBytes = "datacuration.input.bytes";

    /// <summary>A counter of finished shards (tags <c>phase</c>; <c>outcome</c>: completed, failed).</summary>
    public const string Shards = "datacuration.shards";

    /// <summary>The activity of a phase of a run.</summary>
    public const string PhaseActivity = "datacuration.phase";

    /// <summary>The activity of a shard of a phase.</summary>
    public const string ShardActivity = "datacuration.shard";
}

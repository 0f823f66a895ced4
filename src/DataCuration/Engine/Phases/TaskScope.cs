using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>The resources of a task.</summary>
internal sealed record TaskScope(string Phase, ShardOutput Output, WorkerState Worker, PhaseProgress Progress, RunOptions Options,
    ILogger Logger, TimeProvider Time);

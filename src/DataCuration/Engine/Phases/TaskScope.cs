namespace DataCuration;

/// <summary>The resources of a task.</summary>
internal sealed record TaskScope(string Phase, ShardOutput Output, WorkerState Worker, PhaseProgress Progress, RunOptions Options,
    TaskWarnings Warnings, TimeProvider Time);

using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>What a task may use.</summary>
internal sealed record TaskScope(string Phase, ShardOutput Output, WorkerState Worker, PhaseProgress Progress, RunOptions Options, ILogger Logger, TimeProvider Time);

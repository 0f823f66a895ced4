using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>The library's log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Phase {Phase}: {Pending} of {Total} shards to do, {Done} done before (rank {Rank} of {WorldSize})")]
    public static partial void PhaseStarted(ILogger logger, string phase, int pending, int total, int done, int rank, int worldSize);

    [LoggerMessage(2, LogLevel.Information, "Phase {Phase} complete: {Records} records, {Kept} kept, {Dropped} dropped, {Faulted} faulted")]
    public static partial void PhaseCompleted(ILogger logger, string phase, long records, long kept, long dropped, long faulted);

    [LoggerMessage(3, LogLevel.Information, "Phase {Phase} is made again, because what it depends on changed: {Changes}")]
    public static partial void PhaseRemade(ILogger logger, string phase, string changes);

    [LoggerMessage(4, LogLevel.Error, "Phase {Phase}: shard {Shard} failed")]
    public static partial void ShardFailed(ILogger logger, Exception exception, string phase, int shard);

    [LoggerMessage(6, LogLevel.Warning, "{Phase}: {Message}")]
    public static partial void Warn(ILogger logger, string phase, string message);
}

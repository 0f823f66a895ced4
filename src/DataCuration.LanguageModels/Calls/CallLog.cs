using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>The package's log messages.</summary>
internal static partial class CallLog
{
    [LoggerMessage(101, LogLevel.Warning, "Ledger '{File}': {Length} bytes at {Offset} are no valid record and were {Outcome}")]
    public static partial void LedgerDamaged(ILogger logger, string file, long offset, long length, string outcome);

    [LoggerMessage(102, LogLevel.Warning, "Endpoint {Model}: paused for {Seconds:F1} s ({Reason})")]
    public static partial void Paused(ILogger logger, string model, double seconds, string reason);
}

using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>The ledger's log messages.</summary>
internal static partial class LedgerLog
{
    [LoggerMessage(101, LogLevel.Warning, "Ledger '{File}': {Length} bytes at {Offset} hold no valid record and were {Outcome}")]
    public static partial void Damaged(ILogger logger, string file, long offset, long length, string outcome);
}

using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>The endpoint's log messages.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(102, LogLevel.Warning, "Endpoint {Model}: paused for {Seconds:F1} s ({Reason})")]
    public static partial void Paused(ILogger logger, string model, double seconds, string reason);
}

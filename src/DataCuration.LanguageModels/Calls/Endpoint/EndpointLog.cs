using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>The endpoint's log messages.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(102, LogLevel.Warning, "Endpoint {Model}: paused for {Seconds:F1} s ({Reason})")]
    public static partial void Paused(ILogger logger, string model, double seconds, string reason);

    [LoggerMessage(103, LogLevel.Warning, "Endpoint {Model}: a first request failed and is tried again. {Failure}: {Reason}")]
    public static partial void FirstFailure(ILogger logger, string model, CallFailure failure, string reason);

    [LoggerMessage(104, LogLevel.Warning, "Endpoint {Model}: an answer has {Tokens} tokens although the call allows {Limit}. The server may not know the field "
        + "that carries the limit (ChatCompletionsOptions.TokenLimit), and budgets rely on it")]
    public static partial void LimitIgnored(ILogger logger, string model, long tokens, int limit);
}

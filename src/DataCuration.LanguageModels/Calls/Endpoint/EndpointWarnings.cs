using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>
/// The channel for an endpoint's warnings. They go to the logger, and to the run of the stage that makes the call, which shows and reports them. Without
/// either, they go to standard error.
/// </summary>
/// <param name="logger">The logger that was given; null for none.</param>
internal sealed class EndpointWarnings(ILogger? logger)
{
    /// <summary>Sends a warning.</summary>
    /// <param name="call">The call during which it arose.</param>
    /// <param name="kind">The name under which the run counts it.</param>
    /// <param name="write">Writes it to a logger.</param>
    public void Send(LanguageModelCall call, string kind, Action<ILogger> write)
    {
        if (call.Stage is { } stage) write(new StageLogger(stage, kind));
        if (logger is not null) write(logger);
        else if (call.Stage is null) write(WarningLogger.Instance);
    }

    /// <summary>A logger whose messages are warnings of a stage.</summary>
    private sealed class StageLogger(StageContext stage, string kind) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) stage.Warn(formatter(state, exception), kind);
        }
    }
}

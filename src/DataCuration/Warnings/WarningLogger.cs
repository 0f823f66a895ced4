using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// A logger that writes warnings and errors to standard error, one line each: <c>warning: …</c>. Objects that belong to no run, such as an endpoint of a
/// language model, use it if they are given no logger.
/// </summary>
public sealed class WarningLogger : ILogger
{
    private static readonly Lock Gate = new();

    private WarningLogger()
    {
    }

    /// <summary>The logger.</summary>
    public static ILogger Instance { get; } = new WarningLogger();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel)) return;
        string line = $"{(logLevel == LogLevel.Warning ? "warning" : "error")}: {formatter(state, exception).ReplaceLineEndings(" ")}";
        try
        {
            lock (Gate) StandardStreams.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has no reader: a closed pipe must not end the work.
        }
    }
}

using Microsoft.Extensions.Logging;

namespace DataCuration.TestKit;

/// <summary>Stores the warnings that a run logs.</summary>
public sealed class LogCapture : ILoggerFactory, ILogger
{
    private readonly List<string> warnings = [];

    /// <summary>The warnings so far.</summary>
    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (warnings) return [.. warnings];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        lock (warnings) warnings.Add(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}

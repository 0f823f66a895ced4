using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// The logger of a stage in a run that has none, or one that takes no warnings. Without it, the user would not see what a stage logs: its warnings
/// and errors become warnings of the shard.
/// </summary>
/// <param name="given">The run's logger.</param>
/// <param name="context">The context that counts the warnings.</param>
internal sealed class StageLogger(ILogger given, StageContext context) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => given.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None || given.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (given.IsEnabled(logLevel))
        {
            given.Log(logLevel, eventId, state, exception, formatter);
        }
        else if (IsEnabled(logLevel))
        {
            string message = formatter(state, exception);
            if (exception is not null) message = $"{message} ({exception.GetType().Name}: {exception.Message})";
            if (message.Length > 0) context.Warn(message, Template(state) ?? message);
        }
    }

    // Messages of one template are counted together, whatever their values.
    private static string? Template<TState>(TState state) => state is IReadOnlyList<KeyValuePair<string, object?>> values
        ? values.LastOrDefault(value => value.Key == "{OriginalFormat}").Value as string : null;
}

using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels.Tests;

/// <summary>A logger that keeps the first message.</summary>
internal sealed class FirstMessage : ILogger
{
    private readonly TaskCompletionSource<string> logged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Logged => logged.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        logged.TrySetResult(formatter(state, exception));
}

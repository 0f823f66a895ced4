using System.Collections.Concurrent;
using DataCuration.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataCuration.Extensibility.Tests;

/// <summary>A run as a service of a generic host, as docs/hosting.md shows it.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_AsAService_UsesTheHostsOptionsAndLoggers()
    {
        var messages = new Messages();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Curation:WorkDirectory"] = folder.Path;
        builder.Configuration["Curation:Faults"] = "Quarantine 0.5";
        builder.Logging.AddProvider(messages);
        builder.Services.AddSingleton(
            RunOptions.FromSettings(builder.Configuration.GetRequiredSection("Curation").AsEnumerable(makePathsRelative: true)));
        builder.Services.AddSingleton<CurationRun>();
        builder.Services.AddHostedService<Job>();
        using IHost host = builder.Build();
        await host.RunAsync(TestContext.Current.CancellationToken);
        RunReport report = RunReport.Load(folder["clean"]);
        Assert.Equal((3, 2, 1), (report.Records, report.Kept, report.Dropped));
        Assert.True(File.Exists(Path.Combine(folder.Path, "clean", "part-00000.jsonl")));
        Assert.Contains(messages.All, message => message.StartsWith("DataCuration Information: Phase clean complete", StringComparison.Ordinal));
    }

    private sealed class Job(CurationRun run, IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Corpus corpus = Corpus.FromDocuments([new("a", "one two"), new("b", "three"), new("c", "four five")]);
            await corpus.Where(document => document.Words.Count > 1).WriteJsonlAsync("clean", run, cancellationToken: stoppingToken);
            lifetime.StopApplication();
        }
    }

    private sealed class Messages : ILoggerProvider
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, All);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, ConcurrentQueue<string> all) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Enqueue($"{category} {logLevel}: {formatter(state, exception)}");
    }
}

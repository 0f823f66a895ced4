using System.Text;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Warnings of endpoints and ledgers reach a user who has no logger.</summary>
public sealed class EndpointWarningTests : IDisposable
{
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Call_NoLogger_WarningsGoToStandardError()
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1 ? ScriptedResponse.Json("{\"error\":\"warming up\"}", 503) : null;
        string written = await CaptureAsync(() => Calls(loopback, null).CallAsync(Loopback.Call("x"), Cancellation));
        string line = Assert.Single(written.Split('\n'), one => one.Contains(loopback.Server.Address.Authority, StringComparison.Ordinal));
        Assert.StartsWith("warning: Endpoint 'loopback' at http://", line, StringComparison.Ordinal);
        Assert.Contains("warming up", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_NullLogger_NothingIsWritten()
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1 ? ScriptedResponse.Json("{}", 503) : null;
        string written = await CaptureAsync(() => Calls(loopback, NullLogger.Instance).CallAsync(Loopback.Call("x"), Cancellation));
        Assert.DoesNotContain(loopback.Server.Address.Authority, written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoLogger_WarningsGoToTheRunItsReportAndItsManifest()
    {
        int requests = 0;
        using var rating = new Loopback(RuleDrivenRater.Answer);
        rating.Server.Script = _ => Interlocked.Increment(ref requests) == 1 ? ScriptedResponse.Json("{\"error\":\"warming up\"}", 503) : null;
        var shown = new StringWriter();
        using var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"], WarningWriter = TextWriter.Synchronized(shown) });
        // One document: the answer for a second one could come before the first failure, which would then be no news.
        string written = await CaptureAsync(() => Corpus.FromDocuments([new("d0", "A text.")])
            .Pipe(new DataManRater(Calls(rating, null))).WriteJsonlAsync("rated", run, cancellationToken: Cancellation));
        Assert.DoesNotContain(rating.Server.Address.Authority, written, StringComparison.Ordinal); // it is not said twice
        Assert.Contains("a first request failed and is tried again", Assert.Single(shown.ToString().Split('\n'),
            one => one.Contains("warming up", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(run.Reports[^1].Warnings, one => one.Message.Contains("warming up", StringComparison.Ordinal));
        Assert.Contains(Directory.EnumerateFiles(loopback.Folder["work"], "*.json", SearchOption.AllDirectories),
            path => File.ReadAllText(path).Contains("warming up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Open_DamagedLedgerWithoutALogger_WarnsOnStandardError()
    {
        string folder = loopback.Folder["damaged"];
        using (CallLedger ledger = CallLedger.Open(folder)) await loopback.Calls(ledger).CallAsync(Loopback.Call("x"), Cancellation);
        string file = Assert.Single(Directory.EnumerateFiles(folder, "*.ledger"));
        await File.AppendAllTextAsync(file, "half a record", Cancellation);
        string written = await CaptureAsync(() =>
        {
            CallLedger.Open(folder).Dispose();
            return Task.CompletedTask;
        });
        Assert.Contains($"warning: Ledger '{file}': 13 bytes at", written, StringComparison.Ordinal);
    }

    private static LanguageModelCalls Calls(Loopback server, ILogger? logger) =>
        new(new LanguageModelEndpoint(Loopback.OwnClient(server.Server.Address), Loopback.Quick, logger: logger), server.Ledger());

    /// <summary>Returns what was written to standard error meanwhile, by this test or others. All of it is written there too.</summary>
    private static async Task<string> CaptureAsync(Func<Task> act)
    {
        TextWriter before = Console.Error;
        var both = new Tee(before);
        Console.SetError(TextWriter.Synchronized(both));
        try
        {
            await act();
        }
        finally
        {
            Console.SetError(before);
        }
        return both.Written;
    }

    private sealed class Tee(TextWriter other) : TextWriter
    {
        private readonly StringBuilder text = new();

        public override Encoding Encoding => other.Encoding;

        public string Written => text.ToString();

        public override void Write(char value)
        {
            text.Append(value);
            other.Write(value);
        }
    }
}

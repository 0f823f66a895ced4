using System.Net;
using System.Net.Sockets;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.LanguageModels.Tests;

/// <summary>A server that cannot be reached is named within the first seconds, with what to check.</summary>
public sealed class ServerDownTests : IDisposable
{
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:{port}/v1/", "Check that the server runs")]
    [InlineData("http://no-such-host.invalid/v1/", "The host's name is unknown")]
    [InlineData("https://127.0.0.1:{open}/v1/", "Check whether the address needs http or https")]
    public async Task Call_ServerNeverReached_StopsWithAddressAndAdvice(string address, string advice)
    {
        using var plain = new PlainServer();
        using var endpoint = new LanguageModelEndpoint(
            new Uri(address.Replace("{port}", ClosedPort(), StringComparison.Ordinal).Replace("{open}", plain.Port, StringComparison.Ordinal)),
            Loopback.Quick with { Model = "m" });
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Contains(advice, e.Message, StringComparison.Ordinal);
        Assert.Contains(address.Split('{')[0], e.Message, StringComparison.Ordinal);
        Assert.Equal((CallFailure.Connection, 0L), (e.Failure, calls.Report().SpentTokens));
    }

    [Fact]
    public async Task Call_ServerNeverReached_WarnsAtOnceAndStopsAtTheDefaultOf5Seconds()
    {
        var time = new FakeTimeProvider();
        var warning = new FirstMessage();
        using var endpoint = new LanguageModelEndpoint(new Uri($"http://127.0.0.1:{ClosedPort()}/v1/"), new EndpointOptions { Model = "m" },
            timeProvider: time, logger: warning);
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        Task<LanguageModelAnswer>[] all = [.. Enumerable.Range(0, 5).Select(i => calls.CallAsync(Loopback.Call("x" + i), Cancellation))];
        string said = await warning.Logged.WaitAsync(Cancellation);
        Assert.Contains("http://127.0.0.1:", said, StringComparison.Ordinal);
        Assert.Contains("Check that the server runs", said, StringComparison.Ordinal);
        TimeSpan passed = TimeSpan.Zero;
        while (!Array.TrueForAll(all, one => one.IsCompleted))
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            passed += TimeSpan.FromMilliseconds(100);
            await Task.Delay(5, Cancellation);
        }
        foreach (Task<LanguageModelAnswer> one in all)
        {
            EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(() => one);
            Assert.Contains("no connection within 00:00:05", e.Message, StringComparison.Ordinal);
        }
        Assert.True(passed >= TimeSpan.FromSeconds(5), $"It stopped after {passed}.");
    }

    [Fact]
    public async Task Call_ServerStartsLate_IsWaitedFor()
    {
        // More tries than MaxTries allows: they are limited by time as long as the server was not reached.
        int port = int.Parse(ClosedPort(), System.Globalization.CultureInfo.InvariantCulture);
        using var endpoint = new LanguageModelEndpoint(new Uri($"http://127.0.0.1:{port}/v1/"),
            Loopback.Quick with { Model = "m", StartupTimeout = TimeSpan.FromMinutes(1), MaxTries = 2 });
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        Task<LanguageModelAnswer> call = calls.CallAsync(Loopback.Call("x"), Cancellation);
        await Task.Delay(300, Cancellation);
        using var late = new LoopbackChatServer(_ => "here", port);
        Assert.Equal("here", (await call).Text);
    }

    [Fact]
    public async Task Call_ServerStartsLateAndFailsFirst_HasAllItsTries()
    {
        // The tries of the wait do not count: the second try of the running server is not beyond MaxTries.
        int port = int.Parse(ClosedPort(), System.Globalization.CultureInfo.InvariantCulture);
        using var endpoint = new LanguageModelEndpoint(new Uri($"http://127.0.0.1:{port}/v1/"),
            Loopback.Quick with { Model = "m", StartupTimeout = TimeSpan.FromMinutes(1), MaxTries = 2 });
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        Task<LanguageModelAnswer> call = calls.CallAsync(Loopback.Call("x"), Cancellation);
        await Task.Delay(300, Cancellation);
        int requests = 0;
        using var late = new LoopbackChatServer(_ => "here", port);
        late.Script = _ => Interlocked.Increment(ref requests) == 1 ? ScriptedResponse.Json("{}", 503) : null;
        Assert.Equal("here", (await call).Text);
    }

    [Fact]
    public async Task Call_ServerGoneAfterASuccess_IsRetriedByThePolicy()
    {
        Uri address;
        LanguageModelCalls calls;
        using (var gone = new LoopbackChatServer(_ => "fine"))
        {
            address = gone.Address;
            calls = loopback.Calls(loopback.Ledger(), Loopback.OwnClient(address), Loopback.Quick with { MaxTries = 3 });
            Assert.Equal("fine", (await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text);
        }
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("y"), Cancellation));
        Assert.Equal((CallFailure.Connection, 3), (e.Failure, e.Tries));
    }

    [Fact]
    public async Task Run_ServerGoesDownInTheMiddle_StopsEarlyWithAddressAndAdvice()
    {
        long answered = 0;
        var gone = new LoopbackChatServer(RuleDrivenRater.Answer); // disposed by its sixth request
        Uri address = gone.Address;
        gone.OnRequest = _ =>
        {
            if (Interlocked.Increment(ref answered) == 6) gone.Dispose();
        };
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), Loopback.OwnClient(address),
            Loopback.Quick with { MaxTries = 2, MaxFailedCallsInARow = 3, MaxConcurrency = 1 });
        using var run = new CurationRun(new RunOptions
        {
            WorkDirectory = loopback.Folder["work"],
            Faults = FaultPolicy.Quarantine(1),
            WarningWriter = TextWriter.Null,
        });
        EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => Corpus.FromDocuments([.. Enumerable.Range(0, 1_000).Select(i => new Document($"d{i}", $"Text {i}."))])
                .Pipe(new DataManRater(calls)).WriteJsonlAsync("rated", run, cancellationToken: Cancellation));
        Assert.Contains(address.Authority, e.Message, StringComparison.Ordinal);
        Assert.Contains("Check that the server runs", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, calls.Ledger.Count); // what was paid is kept
        Assert.Equal(6, answered);
    }

    [Fact]
    public void Construct_NoHttpAddressOrNoModel_SaysWhatToGive()
    {
        Assert.Contains("http://127.0.0.1:8000/v1/", Assert.Throws<ArgumentException>(() => new LanguageModelEndpoint(new Uri("ftp://host/"),
            new EndpointOptions { Model = "m" })).Message, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8000/v1/", Assert.Throws<ArgumentException>(() => new ChatCompletionsClient(new Uri("v1", UriKind.Relative))).Message,
            StringComparison.Ordinal);
        Assert.Contains("EndpointOptions.Model", Assert.Throws<ArgumentException>(() => new LanguageModelEndpoint(new Uri("http://127.0.0.1/"),
            new EndpointOptions())).Message, StringComparison.Ordinal);
    }

    /// <summary>A server that answers at once, without TLS.</summary>
    private sealed class PlainServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public PlainServer()
        {
            listener.Start();
            _ = ServeAsync();
        }

        public string Port => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient connection = await listener.AcceptTcpClientAsync();
                    await connection.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }

    private static string ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

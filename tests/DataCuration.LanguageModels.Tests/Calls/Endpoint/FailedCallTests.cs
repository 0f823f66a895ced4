using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Calls that fail in their tries: the kind of failure, the number of requests, and when the run stops.</summary>
public sealed class FailedCallTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(ServerFault.RateLimit, CallFailure.RateLimited, false)]
    [InlineData(ServerFault.Error, CallFailure.ServerError, false)]
    [InlineData(ServerFault.TruncatedJson, CallFailure.MalformedResponse, false)]
    [InlineData(ServerFault.Dropped, CallFailure.Connection, false)]
    [InlineData(ServerFault.BadRequest, CallFailure.BadRequest, false)]
    [InlineData(ServerFault.RateLimit, CallFailure.RateLimited, true)]
    [InlineData(ServerFault.Error, CallFailure.ServerError, true)]
    [InlineData(ServerFault.TruncatedJson, CallFailure.MalformedResponse, true)]
    [InlineData(ServerFault.Dropped, CallFailure.Connection, true)]
    public async Task Call_ServerAlwaysFails_EndsWithItsKindAfterAllTries(ServerFault fault, CallFailure expected, bool streaming)
    {
        loopback.Server.Faults = new FaultSchedule(1, (fault, 1));
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 3, Streaming = streaming });
        LanguageModelCallException e =
            await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Equal(expected, e.Failure);
        int tries = expected == CallFailure.BadRequest ? 1 : 3;
        Assert.Equal(tries, e.Tries);
        Assert.Equal(tries, loopback.Server.Requests);
        UsageLine line = Assert.Single(calls.Report().Lines);
        Assert.Equal((1, tries, tries - 1), (line.Calls, line.Requests, line.Retried));
        Assert.Equal(1, line.Failed[expected.ToString()]);
        Assert.Contains("document 'd1'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_EqualCallsFail_ShareOneRoundOfTries()
    {
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.Error, 1));
        LanguageModelCalls calls =
            loopback.Calls(Loopback.Quick with { MaxTries = 3, RetryDelay = TimeSpan.FromMilliseconds(50), MaxRetryDelay = TimeSpan.FromSeconds(1) });
        Task<LanguageModelAnswer>[] equal =
            [.. Enumerable.Range(0, 10).Select(_ => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken))];
        foreach (Task<LanguageModelAnswer> one in equal)
            Assert.Equal((CallFailure.ServerError, 3),
                await Assert.ThrowsAsync<LanguageModelCallException>(() => one) is var e ? (e.Failure, e.Tries) : default);
        Assert.Equal(3, loopback.Server.Requests);
        UsageLine line = Assert.Single(calls.Report().Lines);
        Assert.Equal((10, 3, 10), (line.Calls, line.Requests, line.Failed["ServerError"]));
    }

    [Fact]
    public async Task Call_Unauthorized_StopsTheRunAtOnce()
    {
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.Unauthorized, 1));
        LanguageModelCalls calls = loopback.Calls();
        EndpointUnavailableException e =
            await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Equal(CallFailure.Refused, e.Failure);
        // The endpoint is stopped: later calls send nothing.
        await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("y"), TestContext.Current.CancellationToken));
        Assert.Equal(1, loopback.Server.Requests);
    }

    [Fact]
    public async Task Call_ManyFailedCallsInARow_StopTheRun()
    {
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.Error, 1));
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 2, MaxFailedCallsInARow = 3 });
        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x" + i), TestContext.Current.CancellationToken));
        EndpointUnavailableException e =
            await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x9"), TestContext.Current.CancellationToken));
        Assert.Contains("3 calls in a row", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OnlyMalformedResponses_StopTheRun()
    {
        // For example a proxy's error page with status 200, which every document gets.
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.TruncatedJson, 1));
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 2, MaxFailedCallsInARow = 3 });
        for (int i = 0; i < 2; i++) Assert.Equal(CallFailure.MalformedResponse, (await Assert.ThrowsAsync<LanguageModelCallException>(
            () => calls.CallAsync(Loopback.Call("x" + i), TestContext.Current.CancellationToken))).Failure);
        await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x9"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Call_NoAnswerInTime_TimesOutAndIsTriedAgain()
    {
        int requests = 0;
        loopback.Server.DelayOf = _ => Interlocked.Increment(ref requests) == 1 ? TimeSpan.FromSeconds(30) : TimeSpan.Zero;
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Timeout = TimeSpan.FromMilliseconds(600) });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken);
        Assert.Equal("echo: x", answer.Text);
        UsageLine line = Assert.Single(calls.Report().Lines);
        Assert.True(line.Retried >= 1); // on a busy machine, the second answer may be late too
        Assert.True(line.UncertainTokens > 1_024); // includes the answer at its assumed length
    }

    [Fact]
    public async Task Call_NoConnection_IsNotCountedAsPaid()
    {
        Uri closed;
        using (var gone = new LoopbackChatServer(_ => "")) closed = gone.Address;
        using var endpoint = new LanguageModelEndpoint(Loopback.Client(closed), Loopback.Quick);
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        EndpointUnavailableException e =
            await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Equal(CallFailure.Connection, e.Failure);
        Assert.Equal((0, 0), (calls.Report().SpentTokens, Assert.Single(calls.Report().Lines).UncertainTokens));
    }

    [Fact]
    public async Task Call_ClientWithRetriesOfItsOwn_StillEndsWell()
    {
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.RateLimit, 1));
        int requests = 0;
        loopback.Server.OnRequest = _ =>
        {
            if (Interlocked.Increment(ref requests) > 1) loopback.Server.Faults = FaultSchedule.None;
        };
        using var endpoint = new LanguageModelEndpoint(Loopback.Client(loopback.Server.Address, clientRetries: 2), Loopback.Quick);
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        Assert.Equal("echo: x", (await calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken)).Text);
        Assert.Equal((2, 1), (requests, Assert.Single(calls.Report().Lines).Requests)); // the report does not see the client's own retries
    }

    [Fact]
    public async Task Call_ClientFault_IsTriedOnceAndNothingCountsAsPaid()
    {
        using var client = new FailingClient(new InvalidOperationException("not set up"));
        using var endpoint = new LanguageModelEndpoint(client, Loopback.Quick with { Model = "m", MaxFailedCallsInARow = 3 });
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        for (int i = 0; i < 2; i++)
        {
            LanguageModelCallException e =
                await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x" + i), TestContext.Current.CancellationToken));
            Assert.Equal((CallFailure.ClientFault, 1), (e.Failure, e.Tries));
        }
        Assert.Equal((2, 0), (client.Requests, calls.Report().SpentTokens));
        await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x9"), TestContext.Current.CancellationToken));
    }
}

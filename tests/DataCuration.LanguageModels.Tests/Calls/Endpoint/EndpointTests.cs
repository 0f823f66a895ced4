using System.Diagnostics;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.LanguageModels.Tests;

public sealed class EndpointTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_GoodServer_GivesTextUsageAndModel(bool streaming)
    {
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = streaming });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("What is in a name? Ein süßes Wörtchen."), TestContext.Current.CancellationToken);
        Assert.Equal("echo: What is in a name? Ein süßes Wörtchen.", answer.Text);
        Assert.Equal("stop", answer.FinishReason);
        Assert.Equal("loopback", answer.ServedBy);
        Assert.False(answer.TokensAreEstimated);
        Assert.True(answer.InputTokens > 5 && answer.OutputTokens > 5, $"{answer.InputTokens} {answer.OutputTokens}");
        Assert.Equal(AnswerProblem.None, answer.Problem);
    }

    [Fact]
    public async Task Call_ServerReportsNoUsage_TokensAreEstimated()
    {
        loopback.Server.HidesUsage = true;
        LanguageModelAnswer answer = await loopback.Calls().CallAsync(Loopback.Call(new string('a', 300)), TestContext.Current.CancellationToken);
        Assert.True(answer.TokensAreEstimated);
        Assert.Equal(108, answer.InputTokens);
        Assert.Equal(102, answer.OutputTokens);
    }

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_DocumentsWithEndlessAnswers_DoNotStopTheRun(bool streaming)
    {
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxAnswerChars = 100, MaxFailedCallsInARow = 3, Streaming = streaming });
        for (int i = 0; i < 6; i++)
            Assert.Equal(CallFailure.MalformedResponse, (await Assert.ThrowsAsync<LanguageModelCallException>(
                () => calls.CallAsync(Loopback.Call(i + new string('x', 500)), TestContext.Current.CancellationToken))).Failure);
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
    public async Task Call_RetryAfter_AllCallsWait()
    {
        // A 429 asks for a wait of one second: no request may arrive earlier.
        int first = 0;
        long begin = 0, second = long.MaxValue;
        loopback.Server.RetryAfter = "1";
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.RateLimit, 1));
        loopback.Server.OnRequest = _ =>
        {
            if (Interlocked.Increment(ref first) == 1) begin = Stopwatch.GetTimestamp();
            else if (second == long.MaxValue) second = Stopwatch.GetTimestamp();
        };
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 2 });
        Task<LanguageModelAnswer> limited = calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        while (Volatile.Read(ref first) == 0) await Task.Delay(1, TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        loopback.Server.Faults = FaultSchedule.None;
        await calls.CallAsync(Loopback.Call("b"), TestContext.Current.CancellationToken);
        Assert.Equal("echo: a", (await limited).Text);
        TimeSpan waited = Stopwatch.GetElapsedTime(begin, second);
        Assert.True(waited > TimeSpan.FromSeconds(0.95), $"The next request came after {waited}.");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Thu, 01 Jan 2015 11:00:00 GMT")]
    public async Task Call_RetryAfterIsOver_OwnDelayIsKept(string retryAfter)
    {
        loopback.Server.RetryAfter = retryAfter;
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.RateLimit, 1));
        LanguageModelCalls calls =
            loopback.Calls(Loopback.Quick with { MaxTries = 3, RetryDelay = TimeSpan.FromMilliseconds(200), MaxRetryDelay = TimeSpan.FromSeconds(1) });
        long begin = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        TimeSpan waited = Stopwatch.GetElapsedTime(begin);
        Assert.True(waited > TimeSpan.FromMilliseconds(290), $"Three tries took {waited}: at least half of 200 and of 400 ms must be between them.");
    }

    [Fact]
    public async Task Call_RetryAfterWhileOthersWaitForTheirTurn_OthersWaitToo()
    {
        // One request every ten seconds. While the second call waits for its turn, the first gets a 429 with a wait of one hour.
        var time = new FakeTimeProvider();
        var paused = new FirstMessage();
        using var client = new ScriptedClient();
        using var endpoint = new LanguageModelEndpoint(client, Loopback.Quick with
        {
            Model = "m",
            RequestsPerMinute = 6,
            MaxTries = 2,
            MaxRetryAfter = TimeSpan.FromHours(2),
            Timeout = TimeSpan.FromDays(1),
            Classify = (_, _) => new CallError(CallFailure.RateLimited, "later", TimeSpan.FromHours(1))
        }, time, paused);
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        Task<LanguageModelAnswer> first = calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Task<LanguageModelAnswer> second = calls.CallAsync(Loopback.Call("b"), TestContext.Current.CancellationToken);
        Assert.Equal(1, client.Requests);
        client.Fail(new IOException("429"));
        Assert.Contains("paused for 3600.0 s", await paused.Logged.WaitAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        time.Advance(TimeSpan.FromMinutes(5));
        await Task.Delay(100, TestContext.Current.CancellationToken); // a call that ignores the pause has sent its request by now
        Assert.Equal(1, client.Requests);
        client.AnswersAtOnce = true;
        while (!first.IsCompleted || !second.IsCompleted)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        Assert.Equal(("fine", "fine", 3), ((await first).Text, (await second).Text, client.Requests));
    }

    [Fact]
    public async Task Call_CallsThatWaitedForTheirTurnsInAPause_DoNotAllLeaveAtItsEnd()
    {
        // One request every ten seconds. Three calls wait for their turns (8, 18 and 28 s) when the first gets a 429 with a wait of one hour.
        var time = new FakeTimeProvider();
        var paused = new FirstMessage();
        var left = new System.Collections.Concurrent.ConcurrentDictionary<string, double>();
        using var client = new ScriptedClient { OnRequest = text => left[text] = (time.GetUtcNow() - time.Start).TotalSeconds };
        using var endpoint = new LanguageModelEndpoint(client, Loopback.Quick with
        {
            Model = "m",
            RequestsPerMinute = 6,
            MaxTries = 2,
            MaxRetryAfter = TimeSpan.FromHours(2),
            Timeout = TimeSpan.FromDays(1),
            Classify = (_, _) => new CallError(CallFailure.RateLimited, "later", TimeSpan.FromHours(1))
        }, time, paused);
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        Task<LanguageModelAnswer>[] all =
            [.. new[] { "a", "b", "c", "d" }.Select(text => calls.CallAsync(Loopback.Call(text), TestContext.Current.CancellationToken))];
        client.Fail(new IOException("429"));
        await paused.Logged.WaitAsync(TestContext.Current.CancellationToken);
        client.AnswersAtOnce = true;
        time.Advance(TimeSpan.FromMinutes(5)); // their turns pass during the pause
        await Task.Delay(100, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(54.9));
        while (!Array.TrueForAll(all, one => one.IsCompleted))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        await Task.WhenAll(all);
        Assert.All(left.Values, seconds => Assert.True(seconds >= 3_600));
        Assert.True(new[] { left["b"], left["c"], left["d"] }.Distinct().Count() > 1, string.Join(", ", left));
    }

    [Fact]
    public async Task Call_AnswerNotYetRecorded_KeepsItsSlot()
    {
        // The next call is not sent before the answer is recorded, so that a killed process pays at most one call per slot twice. The ledger's clock blocks the
        // recording.
        using var clock = new HeldUpClock();
        using CallLedger ledger = CallLedger.Open(loopback.Folder["held"], timeProvider: clock);
        using var client = new ScriptedClient();
        using var endpoint = new LanguageModelEndpoint(client, Loopback.Quick with { Model = "m", MaxConcurrency = 1 });
        var calls = new LanguageModelCalls(endpoint, ledger);
        Task<LanguageModelAnswer> first = calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Task<LanguageModelAnswer> second = calls.CallAsync(Loopback.Call("b"), TestContext.Current.CancellationToken); // waits for the slot
        clock.HoldUp();
        client.AnswerAll();
        clock.WaitUntilHeldUp();
        await Task.Delay(100, TestContext.Current.CancellationToken);
        int sent = client.Requests;
        client.AnswersAtOnce = true;
        client.AnswerAll();
        clock.GoOn(); // before any assertion, since disposing the ledger waits for the clock too
        await Task.WhenAll(first, second);
        Assert.Equal(1, sent);
        Assert.Equal((2, 2), (client.Requests, ledger.Count));
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

    [Theory]
    [InlineData(0, 0)]
    [InlineData(null, 5)]
    [InlineData(-1, null)]
    [InlineData(int.MaxValue, 5)]
    public async Task Call_ServerReportsAbsurdCounts_TokensAreEstimated(int? input, int? output)
    {
        using var client = new ScriptedClient
        {
            AnswersAtOnce = true,
            Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, CachedInputTokenCount = 1_000 }
        };
        using var endpoint = new LanguageModelEndpoint(client, Loopback.Quick with { Model = "m" });
        LanguageModelAnswer answer = await new LanguageModelCalls(endpoint, loopback.Ledger())
            .CallAsync(Loopback.Call(new string('a', 300)), TestContext.Current.CancellationToken);
        Assert.Equal((true, 108L, (long)(output is > 0 ? output : 2), 0L),
            (answer.TokensAreEstimated, answer.InputTokens, answer.OutputTokens, answer.CachedInputTokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_PromptFromServerCache_IsReported(bool streaming)
    {
        loopback.Server.CachedTokens = 50;
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = streaming });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call(new string('a', 400)), TestContext.Current.CancellationToken);
        Assert.Equal((50, 50), (answer.CachedInputTokens, Assert.Single(calls.Report().Lines).CachedInputTokens));
        Assert.Contains("50 of the tokens in came from the server's cache", calls.Report().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RetryAfterTooLong_StopsTheRun()
    {
        loopback.Server.RetryAfter = "86400";
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.RateLimit, 1));
        EndpointUnavailableException e =
            await Assert.ThrowsAsync<EndpointUnavailableException>(() => loopback.Calls().CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Contains("1.00:00:00", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_StreamThatLoops_IsBrokenOff()
    {
        using var looping = new Loopback(_ => "Well. " + string.Concat(Enumerable.Repeat("and on and on ", 20_000)));
        LanguageModelAnswer answer = await looping.Calls(Loopback.Quick with { Streaming = true })
            .CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken);
        Assert.Equal("broken_off", answer.FinishReason);
        Assert.Equal(AnswerProblem.Repetition, answer.Problem);
        Assert.InRange(answer.Text.Length, 240, 5_000);
    }

    [Theory]
    [InlineData('-')]
    [InlineData('_')]
    [InlineData(' ')]
    public async Task Call_StreamWithALongRule_IsReadToItsEnd(char c)
    {
        string text = "Title\n" + new string(c, 2_500) + "\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"Line {i} says {i * i}. "));
        using var ruled = new Loopback(_ => text);
        LanguageModelAnswer answer = await ruled.Calls(Loopback.Quick with { Streaming = true })
            .CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken);
        Assert.Equal((text, "stop"), (answer.Text, answer.FinishReason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_AnswerBeyondTheLimit_IsMalformedAndPaidOnce(bool streaming)
    {
        LanguageModelCall call = Loopback.Call(new string('x', 500));
        LanguageModelAnswer whole = await loopback.Calls(ledger: "whole").CallAsync(call, TestContext.Current.CancellationToken);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxAnswerChars = 100, Streaming = streaming });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(call, TestContext.Current.CancellationToken));
        Assert.Equal((CallFailure.MalformedResponse, 1, 2), (e.Failure, e.Tries, loopback.Server.Requests)); // a retry would be paid again
        UsageLine line = Assert.Single(calls.Report().Lines);
        Assert.Equal((1, 0, 0), (line.Requests, line.Retried, line.UncertainTokens));
        Assert.Equal(line.InputTokens + line.OutputTokens, calls.Report().SpentTokens);
        if (streaming) Assert.True(line.OutputTokens > 100 / 3, $"{line.OutputTokens} tokens"); // the part received before the stream was abandoned
        else Assert.Equal((whole.InputTokens, whole.OutputTokens), (line.InputTokens, line.OutputTokens));
    }

    [Fact]
    public async Task Call_ManyAtOnce_NeverExceedsTheLimit()
    {
        loopback.Server.Delay = TimeSpan.FromMilliseconds(20);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxConcurrency = 5 });
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => calls.CallAsync(Loopback.Call("x" + i), TestContext.Current.CancellationToken)));
        Assert.Equal(5, loopback.Server.MostInFlight);
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

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("string")]
    public void JsonSchema_NoJsonObject_ThrowsWhenSet(string schema) => Assert.Throws<ArgumentException>(() => new CallParameters { JsonSchema = schema });

    [Fact]
    public void DelayAfter_KeyAndTry_DetermineIt()
    {
        var options = new EndpointOptions();
        for (int tries = 1; tries < 12; tries++)
        {
            double longest = Math.Min(60, Math.Pow(2, tries - 1));
            TimeSpan[] delays = [.. Enumerable.Range(0, 50).Select(key => CallRetries.DelayAfter(options, (UInt128)key, tries))];
            Assert.All(delays, delay => Assert.InRange(delay.TotalSeconds, longest / 2, longest));
            Assert.True(delays.Distinct().Count() > 45);
            Assert.Equal(delays[3], CallRetries.DelayAfter(options, 3, tries));
        }
    }

    [Fact]
    public void Construct_ClientWithoutAModel_Throws()
    {
        using var nameless = new FailingClient(new NotSupportedException());
        Assert.Throws<ArgumentException>(() => new LanguageModelEndpoint(nameless));
        using var named = new LanguageModelEndpoint(nameless, new EndpointOptions { Model = "m" });
        Assert.Equal("m", named.Model);
    }
}

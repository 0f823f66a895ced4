using System.Diagnostics;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.Time.Testing;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Waits between tries: those that a server asks for, and the endpoint's own.</summary>
public sealed class RetryDelayTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

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
        using LanguageModelEndpoint endpoint = SixRequestsPerMinute(client, time, paused);
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
        using LanguageModelEndpoint endpoint = SixRequestsPerMinute(client, time, paused);
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
    public async Task Call_RetryAfterTooLong_StopsTheRun()
    {
        loopback.Server.RetryAfter = "86400";
        loopback.Server.Faults = new FaultSchedule(1, (ServerFault.RateLimit, 1));
        EndpointUnavailableException e =
            await Assert.ThrowsAsync<EndpointUnavailableException>(() => loopback.Calls().CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken));
        Assert.Contains("1.00:00:00", e.Message, StringComparison.Ordinal);
    }

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

    /// <summary>Makes an endpoint with one request every ten seconds, for which every failure is a 429 with a wait of one hour.</summary>
    private static LanguageModelEndpoint SixRequestsPerMinute(ScriptedClient client, FakeTimeProvider time, FirstMessage paused) =>
        new(client, Loopback.Quick with
        {
            Model = "m",
            RequestsPerMinute = 6,
            MaxTries = 2,
            MaxRetryAfter = TimeSpan.FromHours(2),
            Timeout = TimeSpan.FromDays(1),
            Classify = (_, _) => new CallError(CallFailure.RateLimited, "later", TimeSpan.FromHours(1))
        }, time, paused);
}

using Microsoft.Extensions.Time.Testing;

namespace DataCuration.LanguageModels.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public void Take_SteadyDemand_MatchesTheRate()
    {
        var time = new FakeTimeProvider();
        var limit = new RateLimit(60, time);
        // One per second: after the first burst, each request waits a second longer than the previous one.
        TimeSpan[] waits = [.. Enumerable.Range(0, 10).Select(_ => limit.Take(1))];
        Assert.Equal([0, 0, 0, 1, 2, 3, 4, 5, 6, 7], waits.Select(wait => (int)wait.TotalSeconds));
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(TimeSpan.Zero, limit.Take(1));
    }

    [Fact]
    public void Take_OneLargeRequest_PassesAndPaysAfterwards()
    {
        var time = new FakeTimeProvider();
        var limit = new RateLimit(600, time);
        Assert.Equal(TimeSpan.Zero, limit.Take(1_000));
        Assert.Equal(98, limit.Take(1).TotalSeconds, 3);
        limit.Return(1_000); // the request used nothing
        Assert.Equal(TimeSpan.Zero, limit.Take(1));
    }

    [Fact]
    public void Take_TinyRate_WaitsAndDoesNotOverflow()
    {
        var limit = new RateLimit(1e-300, new FakeTimeProvider());
        Assert.Equal(TimeSpan.Zero, limit.Take(1));
        Assert.Equal(1e9, limit.Take(1).TotalSeconds);
    }

    [Fact]
    public async Task Call_WaitLongerThanTimersAllow_IsWaited()
    {
        using var loopback = new Loopback();
        var time = new FakeTimeProvider();
        using var endpoint = new LanguageModelEndpoint(Loopback.Client(loopback.Server.Address),
            Loopback.Quick with { RequestsPerMinute = 1.0 / (70 * 24 * 60), Timeout = TimeSpan.FromDays(30) }, time); // one in 70 days
        var calls = new LanguageModelCalls(endpoint, loopback.Ledger());
        await calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Task<LanguageModelAnswer> second = calls.CallAsync(Loopback.Call("b"), TestContext.Current.CancellationToken);
        for (int day = 0; day < 69; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await Task.Yield();
            Assert.False(second.IsCompleted);
        }
        while (!second.IsCompleted)
        {
            // The client's answer takes real time, but a try's timeout runs on the fake clock.
            if (loopback.Server.Requests < 2) time.Advance(TimeSpan.FromHours(6));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        Assert.Equal("echo: b", (await second).Text);
    }

    [Fact]
    public void Options_TimesLongerThanTimersAllow_Throw()
    {
        TimeSpan tooLong = TimeSpan.FromDays(31);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndpointOptions { Timeout = tooLong });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndpointOptions { RetryDelay = tooLong });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndpointOptions { MaxRetryDelay = tooLong });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndpointOptions { MaxRetryAfter = tooLong });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EndpointOptions { Timeout = Timeout.InfiniteTimeSpan });
    }

    [Fact]
    public void ParseRetryAfter_Headers_AreReadAsTheStandardSays()
    {
        DateTimeOffset now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(7), RetryAfterHeader.Parse(null, "7", now));
        Assert.Equal(TimeSpan.FromMilliseconds(250), RetryAfterHeader.Parse("250", "7", now));
        Assert.Equal(TimeSpan.FromSeconds(90), RetryAfterHeader.Parse(null, "Thu, 01 Jan 2026 12:01:30 GMT", now));
        Assert.Equal(TimeSpan.Zero, RetryAfterHeader.Parse(null, "Thu, 01 Jan 2026 11:00:00 GMT", now));
        Assert.Equal(TimeSpan.FromSeconds(90), RetryAfterHeader.Parse(null, "Thursday, 01-Jan-26 12:01:30 GMT", now));
        Assert.Equal(TimeSpan.FromSeconds(90), RetryAfterHeader.Parse(null, "Thu Jan  1 12:01:30 2026", now));
        Assert.Equal(TimeSpan.FromSeconds(90), RetryAfterHeader.Parse(null, "2026-01-01T12:01:30Z", now));
        string?[] nonsense = [null, "", "soon", "-1", "NaN", "1e300", "Infinity", "-5", "1.2.3", "5 seconds", "99999999999999999999", "12:00"];
        Assert.All(nonsense, text => Assert.Null(RetryAfterHeader.Parse(null, text, now)));
    }

    [Theory]
    [InlineData(429, "slow down", CallFailure.RateLimited)]
    [InlineData(429, "insufficient_quota", CallFailure.Refused)]
    [InlineData(500, "", CallFailure.ServerError)]
    [InlineData(503, "", CallFailure.ServerError)]
    [InlineData(408, "", CallFailure.ServerError)]
    [InlineData(400, "", CallFailure.BadRequest)]
    [InlineData(413, "", CallFailure.BadRequest)]
    [InlineData(401, "", CallFailure.Refused)]
    [InlineData(402, "", CallFailure.Refused)]
    [InlineData(403, "", CallFailure.BadRequest)]
    [InlineData(404, "", CallFailure.BadRequest)]
    [InlineData(405, "", CallFailure.BadRequest)]
    [InlineData(424, "", CallFailure.ServerError)]
    [InlineData(498, "", CallFailure.ServerError)]
    [InlineData(529, "", CallFailure.ServerError)]
    [InlineData(302, "", CallFailure.Refused)]
    [InlineData(204, "", CallFailure.MalformedResponse)]
    public void FromStatus_Status_GivesItsKind(int status, string message, CallFailure expected) =>
        Assert.Equal(expected, CallErrors.FromStatus(status, message, null).Failure);

    [Fact]
    public void Classify_MistakesInOurCode_AreFinalAndNotPaid()
    {
        Exception[] local = [new ArgumentException("a"), new ArgumentNullException("a"), Assert.Throws<NullReferenceException>(
            () => ((object?)null)!.ToString()), new InvalidOperationException("i"), new ObjectDisposedException("o"), new NotSupportedException("s")];
        foreach (Exception e in local)
        {
            CallError error = CallErrors.Classify(e, DateTimeOffset.UnixEpoch);
            Assert.Equal((CallFailure.ClientFault, false, false), (error.Failure, error.IsTransient, error.MayHaveBeenPaid));
        }
        Assert.Equal(CallFailure.Connection,
            CallErrors.Classify(new InvalidOperationException("i", new IOException("broke")), DateTimeOffset.UnixEpoch).Failure);
    }

    [Theory]
    [InlineData("Incorrect API key provided: 8d1f0c2b9a7e4455. You can find yours at", "8d1f0c2b9a7e4455")]
    [InlineData("""{"error":"denied","headers":{"Authorization":"Bearer 8d1f0c2b9a7e4455xyz","Host":"h"}}""", "8d1f0c2b9a7e4455xyz")]
    [InlineData("no such key sk-proj-8d1f0c2b_9a7e in account", "8d1f0c2b_9a7e")]
    [InlineData("401 for Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJhbGciOiJIUzI1NiJ9")]
    [InlineData("api_key=8d1f0c2b9a7e4455&model=m", "8d1f0c2b9a7e4455")]
    [InlineData("OPENAI_API_KEY=8d1f0c2b9a7e4455", "8d1f0c2b9a7e4455")]
    [InlineData("""{"error":"sent: {\"api_key\": \"8d1f0c2b9a7e4455\"}"}""", "8d1f0c2b9a7e4455")]
    [InlineData("""{"error":"{\\\"Authorization\\\": \\\"Bearer 8d1f0c2b\\\"}"}""", "8d1f0c2b")]
    [InlineData("Ocp-Apim-Subscription-Key: 8d1f0c2b9a7e4455", "8d1f0c2b9a7e4455")]
    [InlineData("no such token hf_8d1f0c2b9a7e4455xyz here", "8d1f0c2b9a7e4455xyz")]
    [InlineData("gsk_8d1f0c2b9a7e4455xyz is no key of ours", "8d1f0c2b9a7e4455xyz")]
    public void FromStatus_ServerEchoesTheKey_IsRedacted(string message, string secret)
    {
        CallError error = CallErrors.FromStatus(400, message, null);
        Assert.DoesNotContain(secret, error.Message, StringComparison.Ordinal);
        Assert.Contains("[hidden]", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, CallErrors.Classify(new InvalidDataException(message), DateTimeOffset.UnixEpoch).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens, and your request has 9000 tokens.")]
    [InlineData("HTTP 400 (invalid_request_error: invalid_api_key) played by the server")]
    [InlineData("The task-specific risk-adjusted bearer of basic authentication is missing")]
    public void FromStatus_OrdinaryMessage_IsUnchanged(string message) => Assert.Equal(message, CallErrors.FromStatus(400, message, null).Message);

    [Fact]
    public void FromStatus_KeyAtTheCut_IsRedacted()
    {
        for (int before = 470; before < 500; before++)
            Assert.DoesNotContain("8d1f", CallErrors.FromStatus(400, new string('x', before - 7) + " Bearer 8d1f0c2b9a7e4455", null).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_RetriesOfTheClient_AreNotSentOnlyIfNoTryWasSent()
    {
        var noConnection = new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        Assert.Equal((CallFailure.Connection, true, false), Classify(noConnection, new InvalidOperationException("i", noConnection)));
        Assert.Equal((CallFailure.Connection, false, true), Classify(noConnection, new IOException("broke")));
        Assert.Equal((CallFailure.Connection, false, true), Classify(new TimeoutException("late"), noConnection));
        Assert.Equal((CallFailure.RateLimited, false, false),
            Classify(noConnection, new HttpRequestException("429", null, System.Net.HttpStatusCode.TooManyRequests)));

        static (CallFailure, bool, bool) Classify(params Exception[] tries) =>
            CallErrors.Classify(new AggregateException("Retry failed", tries), DateTimeOffset.UnixEpoch) is var error
                ? (error.Failure, error.NeverSent, error.MayHaveBeenPaid) : default;
    }

    [Fact]
    public void Classify_ExceptionsOnOddResponses_AreMalformed()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"choices":"none"}""");
        InvalidOperationException kind = Assert.Throws<InvalidOperationException>(() => json.RootElement.GetProperty("choices").GetArrayLength());
        foreach (Exception e in new Exception[] { kind, new ArgumentOutOfRangeException("index"), new KeyNotFoundException("k"),
            new FormatException("f"), new InvalidDataException("d") })
            Assert.Equal(CallFailure.MalformedResponse, CallErrors.Classify(e, DateTimeOffset.UnixEpoch).Failure);
    }

    [Fact]
    public void Percentile_KnownTimes_IsWithinTwoPercent()
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 1_000; i++) histogram.Add(TimeSpan.FromMilliseconds(i));
        Assert.InRange(histogram.Percentile(0.5), 0.49, 0.51);
        Assert.InRange(histogram.Percentile(0.99), 0.97, 1.01);
        Assert.Equal(0, new LatencyHistogram().Percentile(0.5));
        histogram.Add(TimeSpan.MaxValue);
    }
}

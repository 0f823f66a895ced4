using System.Text;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Responses without a usable answer: each has its kind of failure and the server's words, and its tries are bounded.</summary>
public sealed class WireFailureTests : IDisposable
{
    private const int Tries = 3;
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    /// <summary>Every status with every form of a body.</summary>
    public static TheoryData<int, string, CallFailure> Statuses
    {
        get
        {
            var rows = new TheoryData<int, string, CallFailure>();
            foreach (int status in new[] { 400, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504, 529 })
            {
                CallFailure expected = status == 429 ? CallFailure.RateLimited
                    : status is 408 or 409 or >= 500 ? CallFailure.ServerError : CallFailure.BadRequest;
                foreach (string form in new[] { "json", "html", "wrong charset", "latin", "empty" }) rows.Add(status, form, expected);
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Call_StatusWithAnyBody_HasItsKindAndWords(int status, string form, CallFailure expected)
    {
        loopback.Server.Script = _ => Body(status, form);
        LanguageModelCallException e = await FailAsync(Loopback.Quick with { MaxTries = Tries });
        bool isDoubtful = form == "html" && status != 413; // a page may be a firewall's
        Assert.Equal((expected, expected == CallFailure.BadRequest && !isDoubtful ? 1 : Tries), (e.Failure, e.Tries));
        Assert.Equal(e.Tries, loopback.Server.Requests);
        Assert.Contains($"HTTP {status}", e.Message, StringComparison.Ordinal);
        if (form != "empty") Assert.Contains(form == "wrong charset" ? "zu lang: \uFFFDber" : "zu lang: über", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "json")]
    [InlineData(401, "html")]
    [InlineData(401, "empty")]
    [InlineData(402, "html")]
    [InlineData(402, "empty")]
    [InlineData(407, "html")]
    public async Task Call_KeyOrAccountRefused_StopsAtOnceWithTheAddress(int status, string form)
    {
        loopback.Server.Script = _ => Body(status, form);
        EndpointUnavailableException e = await StopAsync();
        Assert.Contains(loopback.Server.Address.Authority, e.Message, StringComparison.Ordinal);
        Assert.Contains(status == 402 ? "Check the account's balance" : "Check the API key", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, loopback.Server.Requests);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("99999999999999999999")]
    [InlineData("soon")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    public async Task Call_RetryAfterWithoutMeaning_OwnDelayIsUsed(string value)
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? ScriptedResponse.Text("{}", "application/json", 429, "Retry-After: " + value) : null;
        Assert.Equal(("echo: x", 2), ((await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation)).Text, requests));
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 429)]
    [InlineData("86400", 503)]
    public async Task Call_RetryAfterBeyondTheLimit_StopsTheRun(string value, int status)
    {
        loopback.Server.Script = _ => ScriptedResponse.Text("{}", "application/json", status, "Retry-After: " + value);
        EndpointUnavailableException e = await StopAsync();
        Assert.Contains(nameof(EndpointOptions.MaxRetryAfter), e.Message, StringComparison.Ordinal);
        Assert.Equal(1, loopback.Server.Requests);
    }

    [Theory]
    [InlineData("Location: ://")]
    [InlineData("Location: /v1/chat/completions")]
    [InlineData("X-None: 1")]
    public async Task Call_RedirectOfAnyForm_StopsAtOnce(string header)
    {
        loopback.Server.Script = _ => ScriptedResponse.Text("<html>moved</html>", "text/html", 302, header);
        EndpointUnavailableException e = await StopAsync();
        Assert.Contains("HTTP 302: the server redirects", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, loopback.Server.Requests);
    }

    [Theory]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":\"half\"},\"finish_reason\":null}]}{\"choices\":[{\"del", "is cut")]
    [InlineData("{\"choices\":[],\"usage\":{\"prompt_tokens\":5}}", "no choices")]
    [InlineData("{'choices': [{'message': {'content': 'x'}}]}", "")]
    [InlineData("[[[[[[[[[[", "")]
    [InlineData("\u001f\u008b", "")]
    public async Task Call_UnusableBody_IsRetriedAndNotTaken(string body, string words)
    {
        loopback.Server.Script = _ => new ScriptedResponse { Body = Encoding.Latin1.GetBytes(body) };
        LanguageModelCallException e = await FailAsync(Loopback.Quick with { MaxTries = Tries });
        Assert.Equal((CallFailure.MalformedResponse, Tries), (e.Failure, e.Tries));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"type\":\"refusal\",\"refusal\":\"That is against my rules.\"}]")]
    [InlineData("null,\"refusal\":\"That is against my rules.\"")]
    public async Task Call_RefusalInAField_IsARefusal(string content)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion(content);
        LanguageModelAnswer answer = await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal((AnswerProblem.Refusal, "That is against my rules."), (answer.Problem, answer.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Ty")]
    [InlineData("ICY 200 OK\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    public async Task Call_ConnectionBreaksBeforeTheBody_IsRetried(string sent)
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? new ScriptedResponse { Raw = Encoding.Latin1.GetBytes(sent) } : null;
        Assert.Equal(("echo: x", 2), ((await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation)).Text, requests));
    }

    [Fact]
    public async Task Call_TimeLimitOfAGivenHttpClient_IsATimeoutAndNoMissingServer()
    {
        loopback.Server.Delay = TimeSpan.FromSeconds(30);
        using var http = new HttpClient { Timeout = TimeSpan.FromMilliseconds(300) };
        using var client = new ChatCompletionsClient(loopback.Server.Address, "loopback", httpClient: http);
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), client, Loopback.Quick with { MaxTries = 2 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((CallFailure.Timeout, 2), (e.Failure, e.Tries));
        Assert.True(Assert.Single(calls.Report().Lines).UncertainTokens > 0); // the requests may have been charged
    }

    [Fact]
    public async Task Call_PieceOfAnAnswerAndALongSilence_IsNotTakenForAnAnswer()
    {
        loopback.Server.Script = _ => new ScriptedResponse
        {
            ContentType = "application/x-ndjson",
            Write = async (stream, stop) =>
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(ScriptedBodies.Chunk("Hello") + "\n"), stop);
                await Task.Delay(400, stop);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(ScriptedBodies.Chunk("!", "\"stop\"") + "\n"), stop);
            },
        };
        using var client = new ChatCompletionsClient(loopback.Server.Address, "loopback") { GraceAfterFinish = TimeSpan.FromMilliseconds(50) };
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), client, Loopback.Quick);
        Assert.Equal("Hello!", (await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text);
    }

    private static ScriptedResponse Body(int status, string form)
    {
        const string Words = "zu lang: über";
        return form switch
        {
            "json" => ScriptedResponse.Json($$$"""{"error":{"message":"{{{Words}}}"}}""", status),
            "html" => ScriptedResponse.Text($"<!DOCTYPE html><html><body><h1>{Words}</h1></body></html>", "text/html", status),
            "wrong charset" => new ScriptedResponse { Status = status, ContentType = "text/plain; charset=utf-8", Body = Encoding.Latin1.GetBytes(Words) },
            "latin" => new ScriptedResponse { Status = status, ContentType = "text/plain; charset=latin1", Body = Encoding.Latin1.GetBytes(Words) },
            _ => new ScriptedResponse { Status = status, ContentType = null },
        };
    }

    private Task<EndpointUnavailableException> StopAsync() =>
        Assert.ThrowsAsync<EndpointUnavailableException>(() => loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation));

    private Task<LanguageModelCallException> FailAsync(EndpointOptions options) =>
        Assert.ThrowsAsync<LanguageModelCallException>(() => loopback.Calls(options).CallAsync(Loopback.Call("x"), Cancellation));
}

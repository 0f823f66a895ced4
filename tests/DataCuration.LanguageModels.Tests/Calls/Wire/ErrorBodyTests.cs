using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>An error is what the server reports as one, and only its names stop the run.</summary>
public sealed class ErrorBodyTests : IDisposable
{
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"code\":null,\"message\":\"\",\"status\":0,\"details\":[null,{\"x\":\" \"}],\"fatal\":false}")]
    [InlineData("[null]")]
    [InlineData("\"\"")]
    [InlineData("0")]
    public async Task Call_ErrorThatSaysNothing_IsNoError(string error)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion("\"fine\"", fields: "\"error\":" + error);
        Assert.Equal("fine", (await loopback.Calls(Loopback.Quick with { MaxTries = 1 }).CallAsync(Loopback.Call("x"), Cancellation)).Text);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"cannot rate 'Enter your API key. Payment and billing: unauthorized'\"}}")]
    [InlineData("{\"error\":\"cannot rate 'Insufficient balance, authentication failed'\"}")]
    [InlineData("{\"message\":\"cannot rate 'insufficient_quota'\"}")]
    public async Task Call_ErrorQuotesTheDocument_DoesNotStopTheRun(string body)
    {
        loopback.Server.Script = request => request.AllText.Contains("bad", StringComparison.Ordinal) ? ScriptedResponse.Json(body) : null;
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 2 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("bad"), Cancellation));
        Assert.Equal((CallFailure.ServerError, 2), (e.Failure, e.Tries));
        Assert.Equal("echo: good", (await calls.CallAsync(Loopback.Call("good"), Cancellation)).Text);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"no\",\"code\":\"invalid_api_key\"}}")]
    [InlineData("{\"error\":{\"message\":\"no\",\"type\":\"insufficient_quota\"}}")]
    [InlineData("{\"error\":\"no\",\"error_type\":\"authentication\"}")]
    [InlineData("{\"error\":{\"message\":\"no\",\"code\":401}}")]
    public async Task Call_ErrorWithTheNameOfARefusal_StopsTheRun(string body)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body);
        await Assert.ThrowsAsync<EndpointUnavailableException>(() => loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal(1, loopback.Server.Requests);
    }

    [Fact]
    public async Task Call_RefusalNamesTheNewLimitButRefusesItToo_KeepsTheOldField()
    {
        var fields = new List<bool>();
        loopback.Server.Script = request =>
        {
            bool isOld = request.Body.Contains("\"max_tokens\"", StringComparison.Ordinal);
            fields.Add(isOld);
            if (!isOld) return ScriptedResponse.Json("{\"error\":{\"message\":\"unknown field\"}}", 400);
            return request.AllText.Contains("bad", StringComparison.Ordinal)
                ? ScriptedResponse.Json("{\"error\":{\"message\":\"cannot rate 'use max_completion_tokens'\"}}", 400) : null;
        };
        LanguageModelCalls calls = loopback.Calls();
        var parameters = new CallParameters { MaxOutputTokens = 29 };
        await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("bad") with { Parameters = parameters }, Cancellation));
        Assert.Equal("echo: good", (await calls.CallAsync(Loopback.Call("good") with { Parameters = parameters }, Cancellation)).Text);
        Assert.Equal([true, false, true], fields);
    }

    [Fact]
    public async Task Call_ErrorBodyThatDoesNotEnd_KeepsStatusAndWords()
    {
        loopback.Server.Script = _ => new ScriptedResponse
        {
            Status = 400,
            ContentType = "text/plain",
            Write = async (stream, cancellation) =>
            {
                await stream.WriteAsync("refused for good"u8.ToArray(), cancellation);
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 1 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal(CallFailure.BadRequest, e.Failure);
        Assert.Contains("HTTP 400: refused for good", e.Message, StringComparison.Ordinal);
    }
}

using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Secrets in a client's exceptions appear neither in our messages nor in inner exceptions, which loggers print.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Secret = "8d1f0c2b9a7e4455xyz";
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Fact]
    public async Task Call_ClientExceptionContainsKey_KeyIsRedacted()
    {
        LanguageModelCalls calls = Calls(null);
        string failed = (await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken)))
            .ToString();
        string stopped = (await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => calls.CallAsync(Loopback.Call("b"), TestContext.Current.CancellationToken))).ToString();
        Assert.All([failed, stopped], text =>
        {
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.Contains("InvalidDataException: no answer for Bearer [hidden] <- HttpRequestException: sent Authorization: Bearer [hidden]", text,
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Call_CustomClassificationContainsKey_KeyIsRedacted()
    {
        LanguageModelCalls calls = Calls((e, _) => new CallError(CallFailure.BadRequest, "own: " + e.Message));
        LanguageModelCallException failed =
            await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken));
        Assert.Contains("own: no answer for Bearer [hidden]", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AddressWithUserInfo_IsShownWithoutIt()
    {
        Uri address = new UriBuilder(loopback.Server.Address) { UserName = "me", Password = Secret, Query = "?sig=" + Secret }.Uri;
        loopback.Server.Script = _ => ScriptedResponse.Json("{}", 401);
        using var endpoint = new LanguageModelEndpoint(address, Loopback.Quick with { Model = "m" });
        string e = (await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => new LanguageModelCalls(endpoint, loopback.Ledger()).CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken))).ToString();
        Assert.Contains($"at {loopback.Server.Address} is not available", e, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Assert.Throws<ArgumentException>(() => new ChatCompletionsClient(new Uri($"ftp://me:{Secret}@host/"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://me:" + Secret + "@other.example/login?sig=" + Secret + "#" + Secret, "redirects to 'https://other.example/login'")]
    [InlineData("/login?sig=" + Secret, "redirects to '/login'")]
    [InlineData("//me:" + Secret + "@other.example/login", "other.example/login'")]
    public async Task Call_Redirect_IsShownWithoutUserInfoAndQuery(string location, string expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Text("", null, 302, "Location: " + location);
        string e = (await Assert.ThrowsAsync<EndpointUnavailableException>(
            () => loopback.Calls().CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken))).ToString();
        Assert.Contains(expected, e, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "\"no account for {0}\"")] // JSON, but no object
    [InlineData(200, "{{\"choices\":[{{\"finish_reason\":\"error\"}}],\"error\":{{\"message\":\"no account for {0}\"}}}}")]
    [InlineData(400, "no account for {0}")]
    public async Task Call_ServerEchoesAHeaderWithoutItsScheme_IsHidden(int status, string format)
    {
        string body = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Secret);
        loopback.Server.Script = _ => ScriptedResponse.Text(body, "application/json", status);
        using IChatClient own = Loopback.OwnClient(loopback.Server.Address,
            new ChatCompletionsOptions { Headers = new Dictionary<string, string> { ["X-Auth"] = "Bearer " + Secret } });
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), own, Loopback.Quick with { MaxTries = 1 });
        string e = (await Assert.ThrowsAsync<LanguageModelCallException>(
            () => calls.CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken))).ToString();
        Assert.Contains("no account for [hidden]", e, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e, StringComparison.Ordinal);
    }

    private LanguageModelCalls Calls(Func<Exception, DateTimeOffset, CallError?>? classify) =>
        loopback.Calls(loopback.Ledger(), new TalkativeClient(),
            Loopback.Quick with { Model = "m", MaxTries = 2, MaxFailedCallsInARow = 2, Classify = classify });

    private sealed class TalkativeClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) =>
            throw new InvalidDataException($"no answer for Bearer {Secret}", new HttpRequestException($"sent Authorization: Bearer {Secret}"));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

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

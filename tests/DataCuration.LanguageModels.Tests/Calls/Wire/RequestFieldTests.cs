using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>The fields of requests, of which servers know different ones.</summary>
public sealed class RequestFieldTests : IDisposable
{
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(TokenLimitField.Automatic, "max_tokens", "max_completion_tokens")] // row max_tokens_only
    [InlineData(TokenLimitField.MaxTokens, "max_tokens", "max_completion_tokens")]
    [InlineData(TokenLimitField.MaxCompletionTokens, "max_completion_tokens", "max_tokens")]
    [InlineData(TokenLimitField.Both, "max_completion_tokens\":29", "no such field")]
    public async Task Call_TokenLimit_IsSentInTheFieldThatWasChosen(TokenLimitField field, string sent, string notSent)
    {
        string body = "";
        loopback.Server.OnRequest = request => body = request.Body;
        await CallLimitedAsync(new ChatCompletionsOptions { TokenLimit = field });
        Assert.Contains($"\"{sent}", body, StringComparison.Ordinal);
        Assert.Contains(":29", body, StringComparison.Ordinal);
        Assert.DoesNotContain($"\"{notSent}\"", body, StringComparison.Ordinal);
        if (field == TokenLimitField.Both) Assert.Contains("\"max_tokens\":29", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ServerAsksForTheNewField_GetsItFromThenOn()
    {
        var fields = new List<bool>();
        loopback.Server.Script = request =>
        {
            bool isOld = request.Body.Contains("\"max_tokens\"", StringComparison.Ordinal);
            fields.Add(isOld);
            return isOld ? ScriptedResponse.Json("{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.\"}}", 400)
                : null;
        };
        LanguageModelCalls calls = loopback.Calls();
        for (int i = 0; i < 2; i++)
            await calls.CallAsync(Loopback.Call("x" + i) with { Parameters = new CallParameters { MaxOutputTokens = 29 } }, Cancellation);
        Assert.Equal([true, false, false], fields);
    }

    [Fact]
    public async Task Call_OmittedFields_AreNotSent()
    {
        string body = "";
        loopback.Server.OnRequest = request => body = request.Body;
        await CallLimitedAsync(new ChatCompletionsOptions { OmittedFields = ["seed", "temperature", "stream_options"] }, streaming: true);
        Assert.Contains("\"stream\":true", body, StringComparison.Ordinal);
        Assert.All(new[] { "seed", "temperature", "stream_options" }, name => Assert.DoesNotContain($"\"{name}\"", body, StringComparison.Ordinal));
    }

    private Task<LanguageModelAnswer> CallLimitedAsync(ChatCompletionsOptions server, bool streaming = false)
    {
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), Loopback.OwnClient(loopback.Server.Address, server),
            Loopback.Quick with { Streaming = streaming });
        return calls.CallAsync(Loopback.Call("x") with { Parameters = new CallParameters { MaxOutputTokens = 29, Seed = 1 } }, Cancellation);
    }
}

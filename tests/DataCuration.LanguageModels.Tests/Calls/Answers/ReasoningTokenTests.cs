using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests.Calls.Answers;

/// <summary>A server counts reasoning as output: the text's own tokens are told apart.</summary>
public sealed class ReasoningTokenTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Theory]
    // reported, as a part of the output and beside it
    [InlineData("\"short\"", "\"completion_tokens\":100,\"completion_tokens_details\":{\"reasoning_tokens\":80}", 100, 80)]
    [InlineData("\"short\"",
        "\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":110,\"completion_tokens_details\":{\"reasoning_tokens\":80}", 100, 80)]
    // more reasoning than output cannot be
    [InlineData("\"short\"", "\"completion_tokens\":100,\"completion_tokens_details\":{\"reasoning_tokens\":900}", 100, 100)]
    // in the text, not reported: 60 of 90 characters
    [InlineData("\"<think>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</think>bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"", "\"completion_tokens\":30", 30, 20)]
    // reported and in the text
    [InlineData("\"<think>a</think>bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"",
        "\"completion_tokens\":100,\"completion_tokens_details\":{\"reasoning_tokens\":80}", 100, 80)]
    // none
    [InlineData("\"short\"", "\"completion_tokens\":7", 7, 0)]
    public async Task Call_AnswerWithReasoning_SeparatesItsTokens(string content, string usage, long output, long reasoning)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion(content, fields: $"\"usage\":{{{usage}}}");
        CallLedger ledger = loopback.Ledger();
        LanguageModelAnswer answer = await loopback.Calls(ledger).CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Assert.Equal((output, reasoning, output - reasoning), (answer.OutputTokens, answer.ReasoningTokens, answer.TextTokens));
        LanguageModelAnswer again = await loopback.Calls(ledger).CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Assert.True(again.FromLedger);
        Assert.Equal((output, reasoning), (again.OutputTokens, again.ReasoningTokens));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ReasoningInAFieldOfItsOwn_GetsItsShareOfTheOutput(bool streaming)
    {
        // 60 characters of reasoning and 30 of text
        string thought = new('a', 60), text = new('b', 30);
        const string Usage = "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":33}";
        loopback.Server.Script = request => request.IsStream
            ? ScriptedResponse.Events($$$"""{"choices":[{"index":0,"delta":{"reasoning_content":"{{{thought}}}"}}]}""",
                $$$"""{"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":"stop"}],{{{Usage}}}}""", "[DONE]")
            : ScriptedResponse.Json("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                + $$$"""{"content":"{{{text}}}","reasoning_content":"{{{thought}}}"}}],{{{Usage}}}}""");
        LanguageModelAnswer answer = await loopback.Calls(Loopback.Quick with { Streaming = streaming })
            .CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Assert.Equal((text, 33L, 22L, 11L), (answer.Text, answer.OutputTokens, answer.ReasoningTokens, answer.TextTokens));
    }

    [Fact]
    public async Task Call_ReasoningIsKept_BelongsToTheText()
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion("\"<think>aaaa</think>b\"", fields: "\"usage\":{\"completion_tokens\":30}");
        LanguageModelAnswer answer = await loopback.Calls(options: new CallOptions { RemoveReasoning = false })
            .CallAsync(Loopback.Call("a"), TestContext.Current.CancellationToken);
        Assert.Equal((30, 0), (answer.TextTokens, answer.ReasoningTokens));
    }

    [Theory]
    [InlineData(7L, 0, "\"seed\":7,")]
    [InlineData(7L, 2, "\"seed\":9,")]
    [InlineData(long.MaxValue, 1, "\"seed\":-9223372036854775808,")]
    [InlineData(null, 2, null)]
    public async Task Call_AnotherSample_HasAnotherSeed(long? seed, int attempt, string? expected)
    {
        string body = "";
        loopback.Server.OnRequest = request => body = request.Body;
        LanguageModelCall call = Loopback.Call("a") with { Parameters = new CallParameters { Seed = seed, MaxOutputTokens = 5 }, Attempt = attempt };
        await loopback.Calls().CallAsync(call, TestContext.Current.CancellationToken);
        if (expected is null) Assert.DoesNotContain("seed", body, StringComparison.Ordinal);
        else Assert.Contains(expected, body, StringComparison.Ordinal);
    }
}

using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Answers of a good server: text, model and tokens, one request each, within the limits.</summary>
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
    public async Task Call_ManyAtOnce_NeverExceedsTheLimit()
    {
        loopback.Server.Delay = TimeSpan.FromMilliseconds(20);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxConcurrency = 5 });
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => calls.CallAsync(Loopback.Call("x" + i), TestContext.Current.CancellationToken)));
        Assert.Equal(5, loopback.Server.MostInFlight);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("string")]
    public void JsonSchema_NoJsonObject_ThrowsWhenSet(string schema) => Assert.Throws<ArgumentException>(() => new CallParameters { JsonSchema = schema });

    [Fact]
    public void Construct_ClientWithoutAModel_Throws()
    {
        using var nameless = new FailingClient(new NotSupportedException());
        Assert.Throws<ArgumentException>(() => new LanguageModelEndpoint(nameless));
        using var named = new LanguageModelEndpoint(nameless, new EndpointOptions { Model = "m" });
        Assert.Equal("m", named.Model);
    }
}

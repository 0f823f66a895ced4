using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Extra fields reach the server unchanged, and are part of what identifies a call.</summary>
public sealed class ExtraFieldsTests : IDisposable
{
    private const string NoThinking = "{ \"chat_template_kwargs\": {\"enable_thinking\": false}, \"top_k\": 20, \"x\": 1.50 }";
    private readonly Loopback loopback = new(request =>
        request.FirstUser.Contains("\nText: ", StringComparison.Ordinal) ? RuleDrivenRater.Answer(request) : "fine");


    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ExtraFields_AreSentAsTheyStand(bool streaming)
    {
        string body = "";
        loopback.Server.OnRequest = request => body = request.Body;
        await Calls(loopback.Ledger(), NoThinking, streaming).CallAsync(Loopback.Call("x"), Cancellation);
        Assert.All(["\"chat_template_kwargs\":{\"enable_thinking\": false}", "\"top_k\":20", "\"x\":1.50"],
            part => Assert.Contains(part, body, StringComparison.Ordinal));
        using var json = System.Text.Json.JsonDocument.Parse(body, new() { AllowDuplicateProperties = false });
        Assert.Equal("loopback", json.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Call_OtherExtraFields_AreAnotherCall()
    {
        CallLedger ledger = loopback.Ledger();
        foreach (string? extra in new[] { null, NoThinking, "{\"reasoning_effort\":\"low\"}", "", null, NoThinking })
            await Calls(ledger, extra).CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal(3, loopback.Server.Requests);
        Assert.Equal(["temperature=0", $"temperature=0 extra={NoThinking}", "temperature=0 extra={\"reasoning_effort\":\"low\"}"],
            ledger.ReadAll().Select(entry => entry.Parameters));
        Assert.NotNull(ledger.Find(Loopback.Call("x"), "loopback", NoThinking));
        Assert.Null(ledger.Find(Loopback.Call("x"), "loopback", "{\"y\":1}"));
    }

    [Fact]
    public async Task Run_OtherExtraFields_IsOtherWork()
    {
        CallLedger ledger = loopback.Ledger();
        await RunAsync(null);
        await RunAsync(null);
        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(NoThinking));
        Assert.Contains("ExtraFields", e.Message, StringComparison.Ordinal);

        async Task RunAsync(string? extra)
        {
            using var run = new CurationRun(new RunOptions { WorkDirectory = loopback.Folder["work"] });
            await Corpus.FromDocuments([new("d", "A text.")]).Pipe(new DataManRater(Calls(ledger, extra)))
                .WriteJsonlAsync("rated", run, cancellationToken: Cancellation);
        }
    }

    [Theory]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"x\":1,\"x\":2}", "not valid JSON")]
    [InlineData("{\"model\":\"other\"}", "'model' cannot be an extra field")]
    [InlineData("{\"temperature\":1}", "CallParameters")]
    public void Set_FieldsThatCannotBeSent_AreRefused(string extra, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => new ChatCompletionsOptions { ExtraFields = extra }).Message, StringComparison.Ordinal);

    [Fact]
    public void ToString_ExtraFields_ShowsTheirNamesOnly()
    {
        string text = new ChatCompletionsOptions { ExtraFields = "{\"token\":\"secret\"}" }.ToString();
        Assert.Contains("extra: token", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResponse_AdditionalProperties_AreRefusedInsteadOfIgnored()
    {
        using IChatClient client = Loopback.OwnClient(loopback.Server.Address);
        var options = new ChatOptions { AdditionalProperties = new() { ["reasoning_effort"] = "low" } };
        NotSupportedException e = await Assert.ThrowsAsync<NotSupportedException>(
            () => client.GetResponseAsync([new ChatMessage(ChatRole.User, "x")], options, Cancellation));
        Assert.Contains("'reasoning_effort'", e.Message, StringComparison.Ordinal);
        Assert.Contains("ChatCompletionsOptions.ExtraFields", e.Message, StringComparison.Ordinal);
    }

    private LanguageModelCalls Calls(CallLedger ledger, string? extra, bool streaming = false) =>
        loopback.Calls(ledger, Loopback.OwnClient(loopback.Server.Address, new ChatCompletionsOptions { ExtraFields = extra }),
            Loopback.Quick with { Streaming = streaming });
}

using System.Text.Json.Serialization;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

public sealed partial class StructuredAnswerTests
{
    private const string Good = """{"title":"A","entities":["x","y"]}""";

    [Fact]
    public async Task Call_GoodJson_IsReadAtOnce()
    {
        using var loopback = new Loopback(_ => Good);
        LanguageModelCall call = Loopback.Call("x") with { Parameters = new CallParameters { JsonSchema = JsonAnswers.SchemaOf(Context.Default.Entities) } };
        StructuredAnswer<Entities> answer = await loopback.Calls()
            .CallAsync(call, JsonAnswers.Parser(Context.Default.Entities), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("A", 2, 0), (answer.Value.Title, answer.Value.Names.Length, answer.Repairs));
    }

    [Fact]
    public async Task Call_ReasoningInFrontOfJson_IsTakenOff()
    {
        using var loopback = new Loopback(_ => "<think>\nPerhaps {\"title\":\"B\",\"entities\":[]}?\n</think>\n\n" + Good);
        StructuredAnswer<Entities> answer = await loopback.Calls().CallAsync(Loopback.Call("x"), JsonAnswers.Parser(Context.Default.Entities),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("A", 2, 0), (answer.Value.Title, answer.Value.Names.Length, answer.Repairs));
    }

    [Fact]
    public async Task Call_WrongJsonOnce_ShowsTheModelTheErrorAndTakesTheNextAnswer()
    {
        ChatRequest? repair = null;
        using var loopback = new Loopback(request =>
        {
            if (request.Messages.Count == 1) return """{"title":"A"}""";
            repair = request;
            return $"Here you are:\n```json\n{Good}\n```";
        });
        LanguageModelCalls calls = loopback.Calls();
        StructuredAnswer<Entities> answer =
            await calls.CallAsync(Loopback.Call("x"), JsonAnswers.Parser(Context.Default.Entities), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, answer.Repairs);
        Assert.Equal(["user", "assistant", "user"], repair!.Messages.Select(message => message.Role));
        Assert.Equal("""{"title":"A"}""", repair.Messages[1].Text);
        Assert.Contains("entities", repair.LastUser, StringComparison.Ordinal); // the missing property is named

        // A repetition takes both answers from the ledger.
        answer = await calls.CallAsync(Loopback.Call("x"), JsonAnswers.Parser(Context.Default.Entities),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1, true), (answer.Repairs, answer.Answer.FromLedger));
        UsageLine line = Assert.Single(calls.Report().Lines);
        Assert.Equal((4, 2, 2, 2), (line.Calls, line.Cached, line.Requests, line.Repairs));
        Assert.Equal(2, loopback.Server.Requests);
    }

    [Fact]
    public async Task Call_NeverRight_EndsWithATypedFailureAfterTheRepairs()
    {
        using var loopback = new Loopback(_ => "no\u001b[2J JSON\nat all");
        LanguageModelCalls calls = loopback.Calls();
        AnswerRejectedException e = await Assert.ThrowsAsync<AnswerRejectedException>(() =>
            calls.CallAsync(Loopback.Call("x"), JsonAnswers.Parser(Context.Default.Entities), new RepairOptions { MaxRepairs = 3 },
                TestContext.Current.CancellationToken));
        Assert.Equal(("json", 3, AnswerProblem.None), (e.Reason, e.Repairs, e.Problem));
        Assert.Equal("no [2J JSON at all", e.AnswerStart);
        Assert.Equal(4, loopback.Server.Requests);
        Assert.Equal(1, Assert.Single(calls.Report().Lines).Failed["json"]);
    }

    [Theory]
    [InlineData("I'm sorry, but I can't do that.", false, "refusal", 0)]
    [InlineData("I'm sorry, but I can't do that.", true, "refusal", 2)]
    [InlineData("", false, "empty", 2)]
    public async Task Call_RefusalOrNothing_IsNamed(string text, bool afterRefusal, string reason, int repairs)
    {
        using var loopback = new Loopback(_ => text);
        AnswerRejectedException e = await Assert.ThrowsAsync<AnswerRejectedException>(() =>
            loopback.Calls().CallAsync(Loopback.Call("x"), JsonAnswers.Parser(Context.Default.Entities), new RepairOptions { AfterRefusal = afterRefusal },
                TestContext.Current.CancellationToken));
        Assert.Equal((reason, repairs), (e.Reason, e.Repairs));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"title\":\"\\ud800\",\"entities\":[]}")]
    [InlineData("{\"title\":1,\"entities\":[]}")]
    [InlineData("```json")]
    [InlineData("```\n")]
    [InlineData("")]
    public void JsonParser_NotTheType_IsWrongAndDoesNotThrow(string text) => Assert.False(JsonAnswers.Parser(Context.Default.Entities)(text).IsParsed);

    [Theory]
    [InlineData("Here:\n```json\n{\"title\":\"use ``` for code\",\"entities\":[]}\n```\nDone.")]
    [InlineData("```\n{\"title\":\"a\",\"entities\":[\"```\"]}```")]
    public void JsonParser_FenceInsideAString_DoesNotEndTheValue(string text) => Assert.True(JsonAnswers.Parser(Context.Default.Entities)(text).IsParsed);

    [Theory]
    [InlineData("Here is the JSON you asked for:\n{\"title\":\"A\",\"entities\":[]}\nHope it helps.")]
    [InlineData("{\"title\":\"A\",\"entities\":[]} trailing")]
    [InlineData("The form {title, entities} and the list [1] are filled: {\"title\":\"A\",\"entities\":[]}.")]
    [InlineData("First {\"title\":1}, or rather {\"title\":\"A\",\"entities\":[]}")]
    [InlineData("{\"title\":\"A\",\"entities\":[]}\n{\"title\":\"A\",\"entities\":[]}")]
    public void JsonParser_JsonInProse_IsRead(string text)
    {
        ParsedAnswer<Entities> parsed = JsonAnswers.Parser(Context.Default.Entities)(text);
        Assert.True(parsed.IsParsed, parsed.Error);
        Assert.Equal(("A", 0), (parsed.Value.Title, parsed.Value.Names.Length));
    }

    [Theory]
    [InlineData("{\"title\":\"A\",\"entities\":[]} or {\"title\":\"B\",\"entities\":[]}", "2 JSON values")]
    [InlineData("Here it is: {\"title\":\"A\",\"entities\":[", "not the JSON")]
    [InlineData("Here it is: [{\"title\":\"A\",\"entities\":[]}]", "not the JSON")]
    public void JsonParser_ProseWithoutOneValue_IsWrong(string text, string error) =>
        Assert.Contains(error, JsonAnswers.Parser(Context.Default.Entities)(text).Error, StringComparison.Ordinal);

    [Fact]
    public void JsonParser_HugeHostileProse_Ends()
    {
        foreach (string piece in new[] { "{", "[", "{\"a\":", "{\"a\":[", "{}", "x{\"a\":1,", "[1,[" })
            Assert.False(JsonAnswers.Parser(Context.Default.Entities)("Well: " + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length))).IsParsed);
    }

    [Fact]
    public void JsonParser_DeepNesting_IsWrong() => Assert.False(JsonAnswers.Parser(Context.Default.Entities)(new string('[', 1_000_000)).IsParsed);

    [Fact]
    public void JsonParser_Validation_RejectsTheValue()
    {
        AnswerParser<Entities> parser = JsonAnswers.Parser(Context.Default.Entities, value => value.Names.Length < 3
            ? "it names fewer than three entities" : null);
        ParsedAnswer<Entities> parsed = parser(Good);
        Assert.Equal(("invalid", "it names fewer than three entities"), (parsed.ErrorCode, parsed.Error));
    }

    [Fact]
    public async Task Call_SameCallAtOnceAndAgain_IsPaidOnce()
    {
        using var loopback = new Loopback();
        loopback.Server.Delay = TimeSpan.FromMilliseconds(50);
        LanguageModelCalls calls = loopback.Calls();
        LanguageModelAnswer[] answers =
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => calls.CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken)));
        Assert.Equal(1, loopback.Server.Requests);
        Assert.Equal(9, answers.Count(answer => answer.FromLedger));
        await calls.CallAsync(Loopback.Call("x", attempt: 1), TestContext.Current.CancellationToken);
        Assert.Equal(2, loopback.Server.Requests); // another sample of the same prompt is a different call
    }

    [Fact]
    public async Task Report_AfterCalls_ReadsAsTableAndJson()
    {
        using var loopback = new Loopback();
        LanguageModelCalls calls = loopback.Calls(options: new CallOptions { Prices = new Dictionary<string, ModelPrice> { ["loopback"] = new(1m, 2m) } });
        for (int i = 0; i < 3; i++) await calls.CallAsync(Loopback.Call("x" + (i % 2)), TestContext.Current.CancellationToken);
        UsageReport report = calls.Report();
        UsageLine line = Assert.Single(report.Lines);
        Assert.Equal((3, 1, 2), (line.Calls, line.Cached, line.Requests));
        Assert.Equal(line.InputTokens * 1e-6m + line.OutputTokens * 2e-6m, line.Cost);
        Assert.Equal(line.Cost, report.SpentCost);
        string table = report.ToString();
        Assert.StartsWith("task  model     calls  cached", table, StringComparison.Ordinal);
        Assert.Contains("spent in all: ", table, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(report.ToJson());
        Assert.Equal(2, json.RootElement.GetProperty("lines")[0].GetProperty("requests").GetInt32());
    }

    public sealed class Entities
    {
        [JsonRequired, JsonPropertyName("title")]
        public string Title { get; set; } = "";

        [JsonRequired, JsonPropertyName("entities")]
        public string[] Names { get; set; } = [];
    }

    [JsonSerializable(typeof(Entities))]
    private sealed partial class Context : JsonSerializerContext;
}

using System.Text;
using DataCuration.Selection;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Responses of real servers that were lost or misread in version 0.1.0, each with others of its kind.</summary>
public sealed class EndpointCaseTests : IDisposable
{
    private const string Fifteen = "G\n5\n4\n3\n2\n1\n5\n4\n3\n2\n1\n5\n4\n3\n2";
    private const string FifteenJson = "\"G\\n5\\n4\\n3\\n2\\n1\\n5\\n4\\n3\\n2\\n1\\n5\\n4\\n3\\n2\"";
    private const string Expected = "G 5 4 3 2 1 5 4 3 2 1 5 4 3 2";
    private readonly Loopback loopback = new(_ => Fifteen);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData("\"finish_reason\":\"eos\"", "eos")] // row finish_eos
    [InlineData("\"finish_reason\":\"eos_token\"", "eos_token")]
    [InlineData("\"finish_reason\":\"end_turn\"", "end_turn")]
    [InlineData("\"finish_reason\":null", null)]
    [InlineData("\"finish_reason\":\"\"", null)]
    [InlineData("\"finish_reason\":2", "2")]
    [InlineData("\"finish_reason\":{\"type\":\"stop\"}", "{\"type\":\"stop\"}")]
    [InlineData("\"logprobs\":{\"content\":NaN}", null)]
    [InlineData("\"stop_reason\":151645", null)]
    public async Task Rate_UnknownFinishReason_AnswerIsTaken(string choice, string? expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion(FifteenJson, choice);
        (DataManRating rating, LanguageModelAnswer answer) = await RateAsync();
        Assert.Equal((Expected, expected, 1L), (rating.ToString(), answer.FinishReason, loopback.Server.Requests));
        Assert.Equal((500, 29, false), (answer.InputTokens, answer.OutputTokens, answer.TokensAreEstimated));
    }

    [Theory]
    [InlineData("\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":null,\"total_tokens\":null}", 500, null)] // row usage_nullfields
    [InlineData("\"usage\":{\"prompt_tokens\":500}", 500, null)]
    [InlineData("\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":29}", null, 29)]
    [InlineData("\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":1e99}", null, null)]
    [InlineData("\"usage\":{\"prompt_tokens\":\"many\",\"completion_tokens\":[29]}", null, null)]
    [InlineData("\"usage\":{\"prompt_tokens\":NaN,\"completion_tokens\":Infinity}", null, null)]
    [InlineData("\"usage\":null", null, null)]
    [InlineData("\"usage\":[]", null, null)]
    [InlineData("\"usage\":\"none\"", null, null)]
    [InlineData("\"x\":1", null, null)]
    [InlineData("\"usage\":{\"prompt_tokens\":500.0,\"completion_tokens\":29.0,\"total_tokens\":529.0}", 500, 29)]
    [InlineData("\"usage\":{\"prompt_tokens\":\"500\",\"completion_tokens\":\"29\"}", 500, 29)]
    [InlineData("\"usage\":{\"input_tokens\":500,\"output_tokens\":29}", 500, 29)]
    [InlineData("\"usage\":{\"prompt_tokens\":500,\"total_tokens\":529}", 500, 29)]
    public async Task Rate_OddTokenCounts_AnswerIsTakenAndMissingCountsAreEstimated(string fields, int? input, int? output)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion(FifteenJson, fields: fields);
        (DataManRating rating, LanguageModelAnswer answer) = await RateAsync();
        Assert.Equal((Expected, 1L), (rating.ToString(), loopback.Server.Requests));
        Assert.Equal(input is null || output is null, answer.TokensAreEstimated);
        Assert.Equal((long)(output ?? 10), answer.OutputTokens);
        if (input is { } reported) Assert.Equal((long)reported, answer.InputTokens);
        else Assert.InRange(answer.InputTokens, 100, 400);
    }

    [Theory]
    [InlineData("{\"choices\":[{\"message\":{\"content\":@}}]}")]
    [InlineData("{\"id\":7,\"object\":null,\"created\":\"yesterday\",\"model\":[],\"choices\":[{\"index\":null,\"message\":{\"role\":\"bot\","
        + "\"content\":@,\"tool_calls\":[]}}]}")]
    [InlineData("{\"choices\":[{\"index\":\"0\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":@}]}}]}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Hm.\"}]},@]}}]}")]
    [InlineData("{\"choices\":[{\"text\":@}]}")]
    [InlineData("{\"choices\":{\"message\":{\"content\":@}}}")]
    [InlineData("{\"choices\":[{\"delta\":{\"content\":@}}]}")]
    [InlineData("{\"choices\":[{\"message\":@}]}")]
    [InlineData("{\"choices\":[{\"index\":1,\"message\":{\"content\":\"no\"}},{\"index\":0,\"message\":{\"content\":@}},{\"index\":0,\"message\":"
        + "{\"content\":\"no\"}}]}")]
    [InlineData("{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":@},\"done\":true,\"done_reason\":\"stop\"}")]
    [InlineData("{\"error\":null,\"choices\":[{\"error\":false,\"message\":{\"content\":@}}]}")]
    [InlineData("{\"error\":{},\"choices\":[{\"message\":{\"content\":@}}],}// bye")]
    [InlineData("[{\"choices\":[{\"message\":{\"content\":@}}]}]")]
    [InlineData("\n\n {\n\"choices\":\n[{\"message\":{\"content\":@}}]}\n\ngarbage")]
    public async Task Rate_OddFields_AnswerIsTaken(string body)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body.Replace("@", FifteenJson, StringComparison.Ordinal));
        (DataManRating rating, LanguageModelAnswer answer) = await RateAsync();
        Assert.Equal((Expected, 1L, true), (rating.ToString(), loopback.Server.Requests, answer.TokensAreEstimated));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_UsageInEveryChunk_TheLastOneCounts(bool ownClient)
    {
        // Row usage_in_every_chunk: added up, it would be many times the cost.
        loopback.Server.Script = _ => ScriptedResponse.Events(
        [
            .. Enumerable.Range(1, 29).Select(i => $$$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{{{(i % 2 == 1 ? "5" : "\\n")}}}"},"finish_reason":{{{(i == 29 ? "\"stop\"" : "null")}}}}],"usage":{"prompt_tokens":500,"completion_tokens":{{{i}}},"total_tokens":{{{500 + i}}}}}"""),
            "[DONE]",
        ]);
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(),
            ownClient ? Loopback.OwnClient(loopback.Server.Address) : Loopback.Client(loopback.Server.Address), Loopback.Quick with { Streaming = true });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal((500, 29, false), (answer.InputTokens, answer.OutputTokens, answer.TokensAreEstimated));
        Assert.Equal(529, calls.Report().SpentTokens);
        Assert.Equal(string.Join('\n', Enumerable.Repeat("5", 15)), answer.Text);
    }

    [Theory]
    [InlineData("<think>\nsome reasoning\n</think>\n\n")] // row think_inline
    [InlineData("<think>\n\n</think>\n\n")]
    [InlineData("<think></think>")]
    [InlineData("reasoning whose start is in the prompt\n</think>\n\n")]
    [InlineData("<THINKING>G\n1</THINKING>")]
    [InlineData("[THINK]so[/THINK]")]
    public async Task Rate_ReasoningInFront_IsTakenOff(string reasoning)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion(System.Text.Json.JsonSerializer.Serialize(reasoning + Fifteen));
        (DataManRating rating, LanguageModelAnswer answer) = await RateAsync();
        Assert.Equal((Expected, Fifteen, 1L), (rating.ToString(), answer.Text, loopback.Server.Requests));
        // The ledger keeps the whole answer, and the option is applied to it too.
        LanguageModelCalls raw = loopback.Calls(loopback.Ledger("raw"), options: new CallOptions { RemoveReasoning = false });
        LanguageModelAnswer kept = await raw.CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal((reasoning + Fifteen, AnswerProblem.None), (kept.Text, kept.Problem));
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public async Task Rate_ReasoningInAField_IsNoPartOfTheAnswer(string field)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(
            $$$"""{"choices":[{"message":{"content":{{{FifteenJson}}},"{{{field}}}":"{{{new string('r', 300)}}}"},"finish_reason":"stop"}]}""");
        (DataManRating rating, LanguageModelAnswer answer) = await RateAsync();
        Assert.Equal((Expected, Fifteen), (rating.ToString(), answer.Text));
        Assert.Equal(110, answer.OutputTokens); // the estimate counts the reasoning, which was generated too
    }

    [Theory]
    [InlineData("\\n")] // row trailing_newline
    [InlineData("\\r\\n")]
    [InlineData(" \\u00a0\\n\\n")]
    public async Task Rate_WhiteSpaceAround_IsTakenWithoutARepair(string end)
    {
        string text = FifteenJson[..^1].Insert(1, " ") + end + "\"";
        loopback.Server.Script = _ => ScriptedResponse.Completion(text);
        Assert.Equal((Expected, 1L), ((await RateAsync()).Rating.ToString(), loopback.Server.Requests));
    }

    [Theory]
    [InlineData("{\"detail\":[{\"msg\":\"inputs tokens + max_new_tokens must be <= 4096\"}]}", "HTTP 422: inputs tokens + max_new_tokens must be <= 4096")]
    [InlineData("{\"detail\":[{\"loc\":[\"body\",\"seed\"],\"msg\":\"extra fields not permitted\"}]}", "HTTP 422: body.seed: extra fields not permitted")]
    [InlineData("{\"detail\":\"Too long\"}", "HTTP 422: Too long")]
    [InlineData("{\"error\":\"Too long\",\"error_type\":\"validation\"}", "HTTP 422: Too long")]
    [InlineData("{\"error\":{\"message\":\"Too long\",\"code\":\"context_length_exceeded\"}}", "HTTP 422: Too long (context_length_exceeded)")]
    [InlineData("{\"object\":\"error\",\"message\":\"Too long\",\"code\":400}", "HTTP 422: Too long")]
    [InlineData("{\"weird\":{\"words\":[\"Too\",\"long\"]}}", "HTTP 422: Too long")]
    [InlineData("{\"errors\":[{\"message\":\"Too\"},{\"message\":\"long\"}]}", "HTTP 422: Too long")]
    [InlineData("{\"error\":{\"message\":\"{\\\"error\\\":{\\\"message\\\":\\\"inner words\\\"}}\"}}", "HTTP 422: inner words")]
    [InlineData("[\"Too long\"]", "HTTP 422: Too long")]
    [InlineData("\"Too long\"", "HTTP 422: Too long")]
    [InlineData("Too\u001b[31m long\r\nby far", "HTTP 422: Too [31m long by far")]
    [InlineData("<!DOCTYPE html><html><head><title>Blocked</title><style>p{}</style></head><body><script>x()</script><p>Request &amp; refused</p>"
        + "</body></html>",
        "HTTP 422: Blocked Request & refused")]
    [InlineData("{\"error\":{\"message\":\"cut", "HTTP 422: {\"error\":{\"message\":\"cut")]
    [InlineData("", "HTTP 422")]
    public async Task Call_Refused_ShowsTheServersWordsOfAnyForm(string body, string expected)
    {
        // Row context_422.
        loopback.Server.Script = _ => ScriptedResponse.Json(body, 422);
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation));
        string tries = body.StartsWith('<') ? "3 tries" : "1 try"; // a page may be a firewall's
        Assert.EndsWith($"BadRequest after {tries}: {expected}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RefusedThroughOpenAIsClient_ShowsTheServersWordsToo()
    {
        loopback.Server.Script = _ => ScriptedResponse.Json("{\"detail\":[{\"msg\":\"inputs tokens must be <= 4096\"}]}", 422);
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), Loopback.Client(loopback.Server.Address), Loopback.Quick);
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Contains("HTTP 422: inputs tokens must be <= 4096", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"code\":429}}", CallFailure.RateLimited)] // row error_in_200
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"code\":\"429\"}}", CallFailure.RateLimited)]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"code\":502}}", CallFailure.ServerError)]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"type\":\"overloaded_error\"}}", CallFailure.ServerError)]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\"}}", CallFailure.ServerError)]
    [InlineData("{\"error\":\"Provider returned error\"}", CallFailure.ServerError)]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"code\":\"content_filter\"}}", CallFailure.BadRequest)]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"code\":403},\"user_id\":\"u\"}", CallFailure.BadRequest)]
    [InlineData("{\"object\":\"error\",\"message\":\"Provider returned error\",\"code\":40303}", CallFailure.BadRequest)]
    [InlineData("{\"choices\":[{\"error\":{\"message\":\"Provider returned error\",\"code\":503},\"message\":{\"content\":\"half\"},\"finish_reason\":"
        + "\"error\"}]}", CallFailure.ServerError)]
    [InlineData("{\"message\":\"Provider returned error\",\"statusCode\":429}", CallFailure.RateLimited)]
    public async Task Call_ErrorInStatus200_IsTreatedAsItsCodeSays(string body, CallFailure expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 3 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((expected, expected == CallFailure.BadRequest ? 1 : 3), (e.Failure, e.Tries));
        Assert.Contains("Provider returned error", e.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (calls.Report().SpentTokens, Assert.Single(calls.Report().Lines).UncertainTokens)); // nothing was reported as paid
    }

    [Fact]
    public async Task Call_ErrorInStatus200WithUsage_CountsWhatIsReported()
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? ScriptedResponse.Json("{\"error\":{\"message\":\"late\",\"code\":502},\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":5}}") : null;
        LanguageModelCalls calls = loopback.Calls();
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal(75 + answer.InputTokens + answer.OutputTokens, calls.Report().SpentTokens);
    }

    [Theory]
    [InlineData(424)] // row status_424_once
    [InlineData(498)]
    [InlineData(529)]
    [InlineData(499)]
    [InlineData(425)]
    [InlineData(520)]
    public async Task Call_StatusThatPasses_IsRetried(int status)
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? ScriptedResponse.Json("{\"error\":{\"message\":\"generation failed\"}}", status) : null;
        Assert.Equal(Fifteen, (await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation)).Text);
        Assert.Equal(2, requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Call_Redirect_IsAConfigurationErrorSaidOnce(int status)
    {
        loopback.Server.Script = _ => ScriptedResponse.Text("", null, status, "Location: https://other.example/v1/");
        LanguageModelCalls calls = loopback.Calls();
        EndpointUnavailableException e = await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Contains("the server redirects to 'https://other.example/v1/'", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EndpointUnavailableException>(() => calls.CallAsync(Loopback.Call("y"), Cancellation));
        Assert.Equal(1, loopback.Server.Requests);
    }

    private async Task<(DataManRating Rating, LanguageModelAnswer Answer)> RateAsync()
    {
        LanguageModelCalls calls = loopback.Calls();
        DataManRating rating = await new DataManRater(calls).RateAsync(new Document("d1", "A text to rate."), Cancellation);
        LanguageModelAnswer answer = Assert.Single(calls.Ledger.ReadAll()).Answer;
        return (rating, answer with { Text = Reasoning.Remove(answer.Text) });
    }
}

using System.IO.Compression;
using System.Text;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Responses that hold a complete and right answer in an odd form: the answer is used and paid once.</summary>
public sealed class WireScenarioTests : IDisposable
{
    private const string Answer = "Grüße, 世界";
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    /// <summary>Bodies in JSON. The sign @ stands for the answer as JSON.</summary>
    public static TheoryData<string, string> Bodies
    {
        get
        {
            string deep = string.Concat(Enumerable.Repeat("[", 3_000)) + string.Concat(Enumerable.Repeat("]", 3_000));
            const string Choice = "\"choices\":[{\"index\":0,\"message\":{\"content\":@},\"finish_reason\":\"stop\"}]";
            return new TheoryData<string, string>
            {
                { "deep logprobs", $"{{\"choices\":[{{\"logprobs\":{deep},\"message\":{{\"content\":@}},\"finish_reason\":\"stop\"}}]}}" },
                { "odd logprobs", "{\"choices\":[{\"logprobs\":{\"content\":[{\"logprob\":-Infinity,\"top_logprobs\":null}]},\"message\":{\"content\":@}}]}" },
                { "duplicate keys", "{\"model\":\"a\",\"model\":\"b\",\"choices\":[],\"choices\":[{\"message\":{\"content\":\"no\",\"content\":@}}]}" },
                { "two objects", $"{{{Choice}}}{{{Choice.Replace("@", "\"no\"", StringComparison.Ordinal)}}}" },
                { "two lines", $"{{{Choice}}}\n{{{Choice.Replace("@", "\"no\"", StringComparison.Ordinal)}}}\n" },
                { "garbage after it", $"{{{Choice}}}<!-- 0.3 s -->" },
                { "cut object after it", $"{{{Choice}}}{{\"usage\":" },
                { "JSON in a string", "@@" },
                { "error none", $"{{\"error\":\"none\",{Choice}}}" },
                { "error success", $"{{\"error\":{{\"code\":200,\"message\":\"success\"}},{Choice}}}" },
                { "error code 0", $"{{\"error\":{{\"code\":0,\"message\":\"\"}},{Choice}}}" },
                { "success code", $"{{\"code\":0,\"msg\":\"success\",{Choice}}}" },
                { "created as float", $"{{\"id\":12,\"created\":1.7e9,\"model\":null,\"system_fingerprint\":[],{Choice}}}" },
                { "index out of order", "{\"choices\":[{\"index\":2,\"message\":{\"content\":\"no\"}},{\"index\":0,\"message\":{\"content\":@}}]}" },
                { "no index 0", "{\"choices\":[{\"index\":1,\"message\":{\"content\":@}},{\"index\":2,\"message\":{\"content\":\"no\"}}]}" },
                { "parts", "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"reasoning\",\"text\":\"Hm.\"},{\"type\":\"output_text\",\"text\":@}]}}]}" },
                { "null refusal", "{\"choices\":[{\"message\":{\"content\":@,\"refusal\":null,\"audio\":null},\"finish_reason\":\"stop\"}]}" },
                { "reasoning in front", "{\"choices\":[{\"message\":{\"reasoning\":\"Hm.\",\"reasoning_content\":\"Hm.\",\"content\":@}}]}" },
                { "pretty printed", $"{{\r\n  {Choice.Replace(",", ",\r\n  ", StringComparison.Ordinal)}\r\n}}\r\n" },
                { "warnings beside", $"{{\"warning\":\"deprecated\",\"message\":null,\"detail\":\"fine\",{Choice}}}" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Call_OddBody_AnswerIsTakenAndPaidOnce(string name, string body)
    {
        string json = System.Text.Json.JsonSerializer.Serialize(Answer);
        string filled = body == "@@" ? System.Text.Json.JsonSerializer.Serialize(ScriptedBodies.Whole(Answer))
            : body.Replace("@", json, StringComparison.Ordinal);
        loopback.Server.Script = _ => ScriptedResponse.Json(filled);
        foreach (bool streaming in new[] { false, true }) await ExpectAsync(name, streaming);
    }

    /// <summary>Streams of events. The answer is in two pieces.</summary>
    public static TheoryData<string, string> Streams
    {
        get
        {
            string a = ScriptedBodies.Chunk("Grüße, "), b = ScriptedBodies.Chunk("世界"), end = ScriptedBodies.Chunk("", "\"stop\"");
            static string Other(string text) => $$$"""{"choices":[{"index":1,"delta":{"content":"{{{text}}}"},"finish_reason":"stop"}]}""";
            return new TheoryData<string, string>
            {
                { "choices in events of their own", $"data: {a}\n\ndata: {Other("no")}\n\ndata: {b}\n\ndata: {end}\n\ndata: {Other("no")}\n\n" },
                { "choice 1 alone", $"data: {Other("Grüße, 世界")}\n\ndata: [DONE]\n\n" },
                { "two objects in an event", $"data: {a}{b}\n\ndata: {end}\n\n" },
                { "objects without line ends", $"data: {a}\n\ndata: {b} {end}" },
                { "name twice", $"data: data: {a}\n\ndata: data: {b}\n\ndata: {end}\n\ndata: data: [DONE]\n\n" },
                { "cut after the end", $"data: {a}\n\ndata: {b}\n\ndata: {end}\n\ndata: {{\"usage\":{{\"prompt" },
                { "cut in an event after the end", $"data: {a}\n\ndata: {b}\n\ndata: {end}{{\"usage\n\n" },
                { "comments of a relay", $": OPENROUTER PROCESSING\r\n\r\n: {{\"not\":1}}\r\n\r\ndata: {a}\r\n\r\ndata: {b}\r\n\r\ndata: {end}\r\n\r\n" },
                { "usage of a choice", $"data: {a}\n\ndata: {b}\n\ndata: {{\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\",\"usage\":"
                    + "{\"prompt_tokens\":7,\"completion_tokens\":4}}]}\n\n" },
                { "error that says none", $"data: {a}\n\ndata: {{\"error\":null,\"choices\":[]}}\n\ndata: {b}\n\ndata: {end}\n\n" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_OddEvents_AnswerIsTakenAndPaidOnce(string name, string body)
    {
        foreach (bool chunked in new[] { false, true })
        {
            loopback.Server.Script = _ => new ScriptedResponse { Body = Encoding.UTF8.GetBytes(body), ContentType = "text/event-stream", IsChunked = chunked };
            LanguageModelAnswer answer = await ExpectAsync(name + chunked, streaming: true);
            if (name == "usage of a choice") Assert.Equal((7, 4, false), (answer.InputTokens, answer.OutputTokens, answer.TokensAreEstimated));
        }
    }

    [Theory]
    [InlineData("gzip without a header")]
    [InlineData("gzip twice")]
    [InlineData("gzip named x-gzip")]
    [InlineData("gzip events")]
    [InlineData("HTTP/1.0 without length")]
    [InlineData("connection stays open")]
    [InlineData("length too large")]
    [InlineData("GB 18030")]
    [InlineData("unknown charset")]
    [InlineData("early hints")]
    public async Task Call_OddTransport_AnswerIsTakenAndPaidOnce(string kind)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(ScriptedBodies.Whole(Answer));
        loopback.Server.Script = _ => kind switch
        {
            "gzip without a header" => new ScriptedResponse { Body = Gzip(utf8) },
            "gzip twice" => new ScriptedResponse { Body = Gzip(Gzip(utf8)), Headers = ["Content-Encoding: gzip, gzip"] },
            "gzip named x-gzip" => new ScriptedResponse { Body = Gzip(utf8), Headers = ["Content-Encoding: x-gzip"] },
            "gzip events" => new ScriptedResponse
            {
                Body = Gzip(Encoding.UTF8.GetBytes($"data: {ScriptedBodies.Chunk(Answer, "\"stop\"")}\n\ndata: [DONE]\n\n")),
                ContentType = "text/event-stream",
            },
            "HTTP/1.0 without length" => new ScriptedResponse { Version = "HTTP/1.0", Write = (stream, stop) => stream.WriteAsync(utf8, stop).AsTask() },
            "connection stays open" => new ScriptedResponse { Write = Stay(utf8) },
            "length too large" => new ScriptedResponse { Headers = [$"Content-Length: {utf8.Length + 100}"], Write = Stay(utf8) },
            "GB 18030" => new ScriptedResponse
            {
                ContentType = "application/json; charset=gb18030",
                Body = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes(ScriptedBodies.Whole(Answer)),
            },
            "unknown charset" => new ScriptedResponse { Body = utf8, ContentType = "application/json; charset=\"klingon\"" },
            _ => new ScriptedResponse { Version = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1", Body = utf8 },
        };
        await ExpectAsync(kind, streaming: kind == "gzip events");

        static Func<Stream, CancellationToken, Task> Stay(byte[] body) => async (stream, stop) =>
        {
            await stream.WriteAsync(body, stop);
            await Task.Delay(Timeout.Infinite, stop);
        };
    }

    [Theory]
    [InlineData("\"a\\ud800b\"", "a\uFFFDb")]
    [InlineData("\"a\\u0000b\"", "a\0b")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    public async Task Call_OddCharacters_AnswerIsTheSameFromTheLedger(string content, string expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Completion(content);
        LanguageModelCalls calls = loopback.Calls();
        for (int time = 0; time < 2; time++) Assert.Equal(expected, (await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text);
        Assert.Equal(1, loopback.Server.Requests);
    }

    private async Task<LanguageModelAnswer> ExpectAsync(string name, bool streaming)
    {
        long before = loopback.Server.Requests;
        using var client = new ChatCompletionsClient(loopback.Server.Address, "loopback") { GraceAfterFinish = TimeSpan.FromMilliseconds(200) };
        using CallLedger ledger = CallLedger.Open(loopback.Folder[name.Replace('/', ' ') + streaming]);
        LanguageModelCalls calls = loopback.Calls(ledger, client, Loopback.Quick with { Streaming = streaming });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal((name, Answer, 1L, AnswerProblem.None), (name, answer.Text, loopback.Server.Requests - before, answer.Problem));
        return answer;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(bytes);
        return target.ToArray();
    }
}

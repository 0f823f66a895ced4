using System.IO.Compression;
using System.Text;
using DataCuration.TestKit.LanguageModels;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Whole responses of servers and proxies that break the protocol: complete answers are taken, everything else has its kind of failure.</summary>
public sealed class HostileServerTests : IDisposable
{
    private readonly Loopback loopback = new(request => "echo: " + request.LastUser);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    /// <summary>Whole responses of odd forms whose answer is "Grüße".</summary>
    public static TheoryData<string> GoodBodies =>
    [
        "plain", "html type", "no type", "wrong charset", "mark", "utf-16", "latin", "gzip", "deflate", "brotli", "chunked", "no length",
        "not chunk-ended", "raw newline", "201", "huge header", "cookies", "unasked stream",
    ];

    [Theory]
    [MemberData(nameof(GoodBodies))]
    public async Task Call_OddButCompleteBody_IsTaken(string kind)
    {
        string json = ScriptedBodies.Whole("Grüße");
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        ScriptedResponse response = kind switch
        {
            "plain" => ScriptedResponse.Text(json, "text/plain"),
            "html type" => ScriptedResponse.Text(json, "text/html; charset=utf-8"),
            "no type" => ScriptedResponse.Text(json, null),
            "wrong charset" => ScriptedResponse.Text(json, "application/json; charset=iso-8859-1"),
            "mark" => new ScriptedResponse { Body = [0xEF, 0xBB, 0xBF, .. utf8] },
            "utf-16" => new ScriptedResponse { Body = Encoding.Unicode.GetBytes(json) },
            "latin" => new ScriptedResponse { Body = Encoding.Latin1.GetBytes(json), ContentType = "application/json; charset=ISO-8859-1" },
            "gzip" => Encoded("gzip", Compress(utf8, stream => new GZipStream(stream, CompressionLevel.Fastest))),
            "deflate" => Encoded("deflate", Compress(utf8, stream => new ZLibStream(stream, CompressionLevel.Fastest))),
            "brotli" => Encoded("br", Compress(utf8, stream => new BrotliStream(stream, CompressionLevel.Fastest))),
            "chunked" => new ScriptedResponse { Body = utf8, IsChunked = true },
            "no length" => new ScriptedResponse { Write = (stream, cancellation) => stream.WriteAsync(utf8, cancellation).AsTask() },
            "not chunk-ended" => new ScriptedResponse { Body = utf8, IsChunked = true, CutAfter = utf8.Length },
            "raw newline" => ScriptedResponse.Json(json.Replace("\"m\"", "\"a\nb\tc\"", StringComparison.Ordinal)),
            "201" => ScriptedResponse.Json(json, 201),
            "huge header" => new ScriptedResponse { Body = utf8, Headers = ["X-Big: " + new string('h', 30_000)] },
            "cookies" => new ScriptedResponse { Body = utf8, Headers = ["Set-Cookie: a=b", "Set-Cookie: c=d; Expires=never", "Retry-After: -5"] },
            _ => ScriptedResponse.Events(json.Replace("\"message\"", "\"delta\"", StringComparison.Ordinal), "[DONE]"),
        };
        loopback.Server.Script = _ => response;
        foreach (bool streaming in new[] { false, true })
        {
            using var ledger = CallLedger.Open(loopback.Folder[streaming.ToString()]);
            LanguageModelCalls calls = loopback.Calls(ledger, Loopback.Quick with { Streaming = streaming });
            LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), Cancellation);
            Assert.Equal(("Grüße", 1L), (answer.Text, Assert.Single(calls.Report().Lines).Requests));
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   \n", "empty")]
    [InlineData("upstream connect error", "upstream connect error")]
    [InlineData("{\"choices\":[]}", "no choices")]
    [InlineData("{}", "no choices")]
    [InlineData("null", "not JSON")]
    [InlineData("[]", "no object")]
    [InlineData("\"hello\"", "no object")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"half", "")]
    [InlineData("{\"choices\":[null]}", "no choices")]
    [InlineData("{\"choices\":\"none\"}", "no choices")]
    public async Task Call_BodyWithoutAnAnswer_IsMalformedAndRetried(string body, string words)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 2 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((CallFailure.MalformedResponse, 2), (e.Failure, e.Tries));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]}", AnswerProblem.Empty)]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\",\"reasoning_content\":\"long\"},\"finish_reason\":\"length\"}]}", AnswerProblem.CutOff)]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"<think>\\nendless\"},\"finish_reason\":\"length\"}]}", AnswerProblem.CutOff)]
    [InlineData("{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]},\"finish_reason\":\"tool_calls\"}"
        + "]}", AnswerProblem.Empty)]
    [InlineData("{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"That is against my rules.\"},\"finish_reason\":\"stop\"}]}", AnswerProblem.Refusal)]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}]}", AnswerProblem.Filtered)]
    [InlineData("{\"choices\":[{}]}", AnswerProblem.Empty)]
    public async Task Call_AnswerWithoutText_HasItsProblem(string body, AnswerProblem expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Json(body);
        LanguageModelAnswer answer = await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal((expected, 1L), (answer.Problem, loopback.Server.Requests));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Call_ConnectionCutInTheAnswer_IsRetried(bool streaming, bool chunked)
    {
        int requests = 0;
        byte[] body = Encoding.UTF8.GetBytes(streaming
            ? $"data: {ScriptedBodies.Chunk("Hello")}\n\ndata: {ScriptedBodies.Chunk("!", "\"stop\"")}\n\n" : ScriptedBodies.Whole("Hello!"));
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? new ScriptedResponse
            {
                Body = body,
                IsChunked = chunked,
                CutAfter = body.Length / 2,
                ContentType = streaming ? "text/event-stream" : "application/json",
            } : null;
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = streaming });
        Assert.Equal(("echo: x", 2), ((await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text, requests));
    }

    [Theory]
    [InlineData("bomb", false)]
    [InlineData("bomb", true)]
    [InlineData("endless json", false)]
    [InlineData("endless line", true)]
    [InlineData("endless comments", true)]
    [InlineData("endless space", false)]
    public async Task Call_EndlessBody_IsBrokenOffAndNotRequestedAgain(string kind, bool streaming)
    {
        byte[] piece = Encoding.UTF8.GetBytes(kind switch
        {
            "endless line" => "data: aaaa",
            "endless comments" => ": ping\n\n",
            "endless space" => "    ",
            _ => "{\"x\":\"aaaa",
        });
        loopback.Server.Script = _ => kind == "bomb"
            ? Encoded("gzip", Compress(new byte[50_000_000], stream => new GZipStream(stream, CompressionLevel.Fastest)))
            : new ScriptedResponse
            {
                ContentType = streaming ? "text/event-stream" : "application/json",
                Write = async (stream, cancellation) =>
                {
                    await stream.WriteAsync(piece, cancellation);
                    string again = kind is "endless comments" or "endless space" ? Encoding.UTF8.GetString(piece) : "aaaaaaaa";
                    byte[] more = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(again, 1_000)));
                    while (true) await stream.WriteAsync(more, cancellation);
                },
            };
        using IChatClient own = Loopback.OwnClient(loopback.Server.Address, new ChatCompletionsOptions { MaxResponseBytes = 1_000_000 });
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), own, Loopback.Quick with { Streaming = streaming });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((CallFailure.MalformedResponse, 1), (e.Failure, e.Tries));
        Assert.Contains(nameof(ChatCompletionsOptions.MaxResponseBytes), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_EndlessErrorBody_KeepsItsStart()
    {
        loopback.Server.Script = _ => new ScriptedResponse
        {
            Status = 400,
            ContentType = "text/plain",
            Write = async (stream, cancellation) =>
            {
                await stream.WriteAsync("refused for good: "u8.ToArray(), cancellation);
                while (true) await stream.WriteAsync(new byte[8_000], cancellation);
            },
        };
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Contains("refused for good", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Encoding: gzip")] // the body is not compressed
    [InlineData("Transfer-Encoding: chunked")] // beside a Content-Length, and the body has no chunks
    public async Task Call_HeaderThatLies_IsRetried(string header)
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? new ScriptedResponse { Body = Encoding.UTF8.GetBytes(ScriptedBodies.Whole("x")), Headers = [header], CutAfter = 10_000 } : null;
        Assert.Equal(("echo: x", 2), ((await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation)).Text, requests));
    }

    [Fact]
    public async Task Call_HeaderBeyondTheLimit_IsMalformedAndRetried()
    {
        int requests = 0;
        loopback.Server.Script = _ => Interlocked.Increment(ref requests) == 1
            ? new ScriptedResponse { Headers = ["X-Big: " + new string('h', 200_000)], CutAfter = 0 } : null;
        Assert.Equal(("echo: x", 2), ((await loopback.Calls().CallAsync(Loopback.Call("x"), Cancellation)).Text, requests));
    }

    [Fact]
    public async Task Call_SlowDrip_TimesOut()
    {
        loopback.Server.Script = _ => new ScriptedResponse
        {
            Write = async (stream, cancellation) =>
            {
                foreach (byte one in Encoding.UTF8.GetBytes(ScriptedBodies.Whole(new string('a', 100_000))))
                {
                    await stream.WriteAsync(new[] { one }, cancellation);
                    await Task.Delay(20, cancellation);
                }
            },
        };
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Timeout = TimeSpan.FromMilliseconds(300), MaxTries = 2 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((CallFailure.Timeout, 2), (e.Failure, e.Tries));
    }

    [Fact]
    public async Task Call_ServerEchoesTheKey_KeyIsHidden()
    {
        const string Key = "odd key/of no known form";
        loopback.Server.Script = request => ScriptedResponse.Text($"Refused: {request.Headers["authorization"]} and "
            + $"{request.Headers["x-own"]}", "text/plain", 400);
        using IChatClient own = Loopback.OwnClient(loopback.Server.Address,
            new ChatCompletionsOptions { ApiKey = Key, Headers = new Dictionary<string, string> { ["X-Own"] = "another secret" } });
        LanguageModelCalls calls = loopback.Calls(loopback.Ledger(), own, Loopback.Quick);
        string e = (await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation))).ToString();
        Assert.Contains("Refused: Bearer [hidden] and [hidden]", e, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, new ChatCompletionsOptions { ApiKey = Key }.ToString(), StringComparison.Ordinal);
    }

    private static ScriptedResponse Encoded(string encoding, byte[] body) => new() { Body = body, Headers = ["Content-Encoding: " + encoding] };

    private static byte[] Compress(byte[] bytes, Func<Stream, Stream> create)
    {
        using var target = new MemoryStream();
        using (Stream stream = create(target)) stream.Write(bytes);
        return target.ToArray();
    }
}

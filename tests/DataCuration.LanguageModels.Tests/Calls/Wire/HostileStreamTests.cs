using System.Text;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Streams that break the protocol: complete answers are taken, everything else has its kind of failure.</summary>
public sealed class HostileStreamTests : IDisposable
{
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    /// <summary>Streams whose answer is "Hello, 世界 😀".</summary>
    public static TheoryData<string, string> GoodStreams
    {
        get
        {
            string a = ScriptedBodies.Chunk("Hello, "), b = ScriptedBodies.Chunk("世界 😀"), end = ScriptedBodies.Chunk("", "\"stop\"");
            return new TheoryData<string, string>
            {
                { "as specified", $"data: {a}\n\ndata: {b}\n\ndata: {end}\n\ndata: [DONE]\n\n" },
                { "comments", $": ping\n\n:\n\ndata: {a}\n\n: OPENROUTER PROCESSING\n\ndata: {b}\n\ndata: {end}\n\ndata: [DONE]\n\n" },
                { "CR LF", $"data: {a}\r\n\r\ndata: {b}\r\n\r\ndata: {end}\r\n\r\ndata: [DONE]\r\n\r\n" },
                { "CR", $"data: {a}\r\rdata: {b}\r\rdata: {end}\r\rdata: [DONE]\r\r" },
                { "no space", $"data:{a}\n\ndata:{b}\n\ndata:{end}\n\ndata:[DONE]\n\n" },
                { "mark at the start", $"\uFEFFdata: {a}\n\ndata: {b}\n\ndata: {end}\n\ndata: [DONE]\n\n" },
                { "other fields", $"id: 1\nevent: message\nretry: 10\ndata: {a}\n\nid: 2\ndata: {b}\nevent: x\n\ndata: {end}\n\ndata: [DONE]\n\n" },
                { "data in several lines", $"data: {a.Replace(",\"finish", "\ndata: ,\"finish", StringComparison.Ordinal)}\n\ndata: {b}\n\ndata: {end}\n\n" },
                { "no empty lines", $"data: {a}\ndata: {b}\ndata: {end}\ndata: [DONE]\n" },
                { "no DONE", $"data: {a}\n\ndata: {b}\n\ndata: {end}\n\n" },
                { "no finish reason", $"data: {a}\n\ndata: {b}\n\ndata: [DONE]\n\n" },
                { "no last line end", $"data: {a}\n\ndata: {b}\n\ndata: {end}" },
                { "no data field", $"{a}\n{b}\n{end}\n" },
                { "leading blank lines", $"\n\n\ndata: {a}\n\ndata: {b}\n\ndata: {end}\n\n" },
                { "signs of life", $"data: \n\ndata: ping\n\ndata: {a}\n\nevent: ping\ndata: {{\"type\":\"ping\"}}\n\ndata: {b}\n\ndata: {end}\n\n" },
                { "null choices", $"data: {{\"choices\":null}}\n\ndata: {a}\n\ndata: {{\"choices\":[]}}\n\ndata: {{\"choices\":[null]}}\n\ndata: "
                    + $"{b}\n\ndata: {end}\n\n" },
                { "after DONE", $"data: {a}\n\ndata: {b}\n\ndata: {end}\n\ndata: [DONE]\n\ndata: {ScriptedBodies.Chunk("no")}\n\ndata: {{broken" },
                { "other choices", $"data: {a}\n\ndata: {{\"choices\":[{{\"index\":1,\"delta\":{{}}}},{{\"index\":0,\"delta\":{{\"content\":\"世界 "
                    + $"😀\"}}}}]}}\n\ndata: {end}\n\n" },
                { "half characters", $"data: {a}\n\ndata: {ScriptedBodies.Chunk("世界 ")}\n\n"
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\n"
                    + $"data: {{\"choices\":[{{\"delta\":{{\"content\":\"\\ude00\"}}}}]}}\n\ndata: {end}\n\n" },
                { "reasoning", $"data: {{\"choices\":[{{\"delta\":{{\"reasoning_content\":\"Hm.\",\"content\":null}}}}]}}\n\ndata: {a}\n\ndata: "
                    + $"{b}\n\ndata: {end}\n\n" },
                { "finish reason early", $"data: {a}\n\ndata: {ScriptedBodies.Chunk("世界 😀", "\"eos\"")}\n\n"
                    + $"data: {{\"choices\":[],\"usage\":{{\"completion_tokens\":"
                    + $"3}}}}\n\ndata: [DONE]\n\n" },
                { "whole message at the end", $"data: {a}\n\ndata: {b}\n\ndata: {{\"choices\":[{{\"message\":{{\"content\":\"Hello, 世界 😀\"}},"
                    + $"\"finish_reason\":\"stop\"}}]}}\n\n" },
                { "pieces as messages", $"data: {a.Replace("delta", "message", StringComparison.Ordinal)}\n\ndata: "
                    + $"{b.Replace("delta", "message", StringComparison.Ordinal)}\n\ndata: {end}\n\n" },
                { "one whole message", ScriptedBodies.Whole("Hello, 世界 😀") },
                { "upper case", $"DATA: {a}\n\nData: {b}\n\ndata: {end}\n\ndata: [done]\n\n" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(GoodStreams))]
    public async Task Stream_OddButComplete_IsTaken(string name, string body)
    {
        foreach ((bool streaming, bool chunked) in new[] { (true, false), (true, true), (false, true) })
        {
            loopback.Server.Script = _ => new ScriptedResponse { Body = Encoding.UTF8.GetBytes(body), ContentType = "text/event-stream", IsChunked = chunked };
            using var ledger = CallLedger.Open(loopback.Folder[$"{streaming}{chunked}"]);
            LanguageModelCalls calls = loopback.Calls(ledger, Loopback.Quick with { Streaming = streaming });
            LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), Cancellation);
            Assert.Equal((name, "Hello, 世界 😀"), (name, answer.Text));
            Assert.Equal(1, Assert.Single(calls.Report().Lines).Requests);
        }
    }

    [Theory]
    [InlineData("data: {0}\n\n", "without a finish reason")]
    [InlineData("data: {0}\n\ndata: {{\"choices\":[{{\"del", "")]
    [InlineData("data: {0}\n\ndata: {{\"choices\":[{{\"index\":1,\"delta\":{{\"content\":\" you\"}}}}]}}\n\ndata: [DONE]\n\n", "without a finish reason")]
    [InlineData(": nothing\n\n", "without an answer")]
    [InlineData("data: [DONE]\n\n", "no choices")]
    [InlineData("data: upstream timed out\n\n", "upstream timed out")]
    [InlineData("data: {0}\n\ndata: {{\"choices\":[{{\"delta\":1e}}]}}\n\n", "")]
    public async Task Stream_Incomplete_IsMalformedAndRetried(string format, string words)
    {
        string body = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, ScriptedBodies.Chunk("Hello"));
        loopback.Server.Script = _ => ScriptedResponse.Text(body, "text/event-stream");
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true, MaxTries = 2 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((CallFailure.MalformedResponse, 2), (e.Failure, e.Tries));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls.Ledger.Count);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"engine died\",\"code\":500}}\n\n", CallFailure.ServerError)]
    [InlineData("data: {\"error\":{\"message\":\"engine died\",\"code\":429}}\n\n", CallFailure.RateLimited)]
    [InlineData("event: error\ndata: engine died\n\n", CallFailure.ServerError)]
    [InlineData("event: error\ndata: {\"message\":\"engine died\",\"status\":503}\n\n", CallFailure.ServerError)]
    [InlineData("data: {\"object\":\"error\",\"message\":\"engine died\",\"code\":400}\n\n", CallFailure.BadRequest)]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"abort\"}],\"why\":\"engine died\"}\n\n", CallFailure.ServerError)]
    [InlineData("data: {\"choices\":[{\"error\":{\"message\":\"engine died\"},\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}"
        + "\n\n", CallFailure.ServerError)]
    public async Task Stream_ErrorInTheMiddle_IsAFailureWithItsWords(string error, CallFailure expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Text($"data: {ScriptedBodies.Chunk("Hel")}\n\n{error}data: [DONE]\n\n", "text/event-stream");
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true, MaxTries = 2 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal((expected, expected == CallFailure.BadRequest ? 1 : 2), (e.Failure, e.Tries));
        Assert.Contains(error.Contains("abort", StringComparison.Ordinal) ? "finish reason 'abort'" : "engine died", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_ConnectionCutAfterTheFinishReason_IsComplete(bool chunked)
    {
        byte[] body = Encoding.UTF8.GetBytes($"data: {ScriptedBodies.Chunk("Hello")}\n\ndata: {ScriptedBodies.Chunk("!", "\"stop\"")}\n\ndata: [DONE]\n\n");
        loopback.Server.Script = _ => new ScriptedResponse { Body = body, IsChunked = chunked, CutAfter = body.Length - 14, ContentType = "text/event-stream" };
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true });
        Assert.Equal(("Hello!", 1L), ((await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text, loopback.Server.Requests));
    }

    [Fact]
    public async Task Stream_ServerKeepsTheConnectionAfterDone_EndsAtOnce()
    {
        byte[] body = Encoding.UTF8.GetBytes($"data: {ScriptedBodies.Chunk("Hello", "\"stop\"")}\n\ndata: [DONE]\n\n");
        loopback.Server.Script = _ => new ScriptedResponse
        {
            ContentType = "text/event-stream",
            Write = async (stream, cancellation) =>
            {
                await stream.WriteAsync(body, cancellation);
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true, MaxTries = 1 });
        Assert.Equal("Hello", (await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text);
    }
}

using System.Globalization;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>An answer whose end is missing is no answer, and the server's last words are kept.</summary>
public sealed class StreamEndTests : IDisposable
{
    private readonly Loopback loopback = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => loopback.Dispose();

    private static string Chunk(string content, string finish, string more = "") =>
        $$$"""{"choices":[{"index":0,"delta":{"content":"{{{content}}}"},"finish_reason":{{{finish}}}}]{{{more}}}}""";

    [Theory]
    [InlineData("null")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData(" none ")]
    [InlineData("")]
    public async Task Stream_FinishReasonThatSpellsNone_IsNoEnd(string reason)
    {
        string piece = Chunk("Hello", $"\"{reason}\"");
        loopback.Server.Script = _ => ScriptedResponse.Text($"data: {piece}\n\n", "text/event-stream");
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true, MaxTries = 1 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal(CallFailure.MalformedResponse, e.Failure);
        Assert.Contains("without a finish reason", e.Message, StringComparison.Ordinal);
        loopback.Server.Script = _ => ScriptedResponse.Events(piece, Chunk("!", "\"stop\""), Chunk("", $"\"{reason}\""));
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("y"), Cancellation);
        Assert.Equal(("Hello!", "stop"), (answer.Text, answer.FinishReason));
    }

    [Theory]
    [InlineData("{\"message\":\"upstream overloaded\"}", "without an answer: upstream overloaded")]
    [InlineData("{\"detail\":[{\"msg\":\"upstream overloaded\"}]}", "without an answer: upstream overloaded")]
    public async Task Stream_WordsInsteadOfChoices_AreShown(string words, string expected)
    {
        loopback.Server.Script = _ => ScriptedResponse.Events("{\"choices\":[]}", words);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true, MaxTries = 1 });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal(CallFailure.MalformedResponse, e.Failure);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}\n{1}", "Hello!")]
    [InlineData("{0}\n{1}\n{{\"choi", "Hello!")]
    [InlineData("{0}\n{{\"choices\":[{{\"ind", null)]
    [InlineData("{0}\nend", null)]
    [InlineData("{{\"choices\":[{{\"message\":{{\"content\":\"Hello!\"}}}}]}}\nend", "Hello!")]
    [InlineData("{{\n\"choices\":\n[{{\"message\":{{\"content\":\"Hello!\"}}}}]\n}}\n", "Hello!")]
    public async Task Call_JsonLines_AreTakenIfTheAnswerIsWhole(string format, string? expected)
    {
        string body = string.Format(CultureInfo.InvariantCulture, format, Chunk("Hello", "null"), Chunk("!", "\"stop\""));
        loopback.Server.Script = _ => ScriptedResponse.Json(body);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxTries = 1 });
        if (expected is not null)
        {
            Assert.Equal(expected, (await calls.CallAsync(Loopback.Call("x"), Cancellation)).Text);
            return;
        }
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(Loopback.Call("x"), Cancellation));
        Assert.Equal(CallFailure.MalformedResponse, e.Failure);
        Assert.Contains("is cut", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_BrokenOffInALoop_KeepsTheReportedUsage(bool reportsTotals)
    {
        const string Piece = "and so on and on ";
        loopback.Server.Script = _ => ScriptedResponse.Events([.. Enumerable.Range(1, 500).Select(i => Chunk(Piece, "null",
            string.Create(CultureInfo.InvariantCulture, $",\"usage\":{{\"prompt_tokens\":77,\"completion_tokens\":{(reportsTotals ? 5 * i : 1)}}}")))]);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { Streaming = true });
        LanguageModelAnswer answer = await calls.CallAsync(Loopback.Call("x"), Cancellation);
        Assert.Equal(("broken_off", 77L, !reportsTotals), (answer.FinishReason, answer.InputTokens, answer.TokensAreEstimated));
        // A count that is older than the text is not taken for its count.
        if (reportsTotals) Assert.Equal(5 * answer.Text.Length / Piece.Length, answer.OutputTokens);
        else Assert.True(answer.OutputTokens > 100);
    }
}

namespace DataCuration.LanguageModels.Tests;

/// <summary>Answers that are too long, or repeat themselves without end.</summary>
public sealed class LongAnswerTests : IDisposable
{
    private readonly Loopback loopback = new();

    public void Dispose() => loopback.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_DocumentsWithEndlessAnswers_DoNotStopTheRun(bool streaming)
    {
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxAnswerChars = 100, MaxFailedCallsInARow = 3, Streaming = streaming });
        for (int i = 0; i < 6; i++)
            Assert.Equal(CallFailure.MalformedResponse, (await Assert.ThrowsAsync<LanguageModelCallException>(
                () => calls.CallAsync(Loopback.Call(i + new string('x', 500)), TestContext.Current.CancellationToken))).Failure);
    }

    [Fact]
    public async Task Call_StreamThatLoops_IsBrokenOff()
    {
        using var looping = new Loopback(_ => "Well. " + string.Concat(Enumerable.Repeat("and on and on ", 20_000)));
        LanguageModelAnswer answer = await looping.Calls(Loopback.Quick with { Streaming = true })
            .CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken);
        Assert.Equal("broken_off", answer.FinishReason);
        Assert.Equal(AnswerProblem.Repetition, answer.Problem);
        Assert.InRange(answer.Text.Length, 240, 5_000);
    }

    [Theory]
    [InlineData('-')]
    [InlineData('_')]
    [InlineData(' ')]
    public async Task Call_StreamWithALongRule_IsReadToItsEnd(char c)
    {
        string text = "Title\n" + new string(c, 2_500) + "\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"Line {i} says {i * i}. "));
        using var ruled = new Loopback(_ => text);
        LanguageModelAnswer answer = await ruled.Calls(Loopback.Quick with { Streaming = true })
            .CallAsync(Loopback.Call("x"), TestContext.Current.CancellationToken);
        Assert.Equal((text, "stop"), (answer.Text, answer.FinishReason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_AnswerBeyondTheLimit_IsMalformedAndPaidOnce(bool streaming)
    {
        LanguageModelCall call = Loopback.Call(new string('x', 500));
        LanguageModelAnswer whole = await loopback.Calls(ledger: "whole").CallAsync(call, TestContext.Current.CancellationToken);
        LanguageModelCalls calls = loopback.Calls(Loopback.Quick with { MaxAnswerChars = 100, Streaming = streaming });
        LanguageModelCallException e = await Assert.ThrowsAsync<LanguageModelCallException>(() => calls.CallAsync(call, TestContext.Current.CancellationToken));
        Assert.Equal((CallFailure.MalformedResponse, 1, 2), (e.Failure, e.Tries, loopback.Server.Requests)); // a retry would be paid again
        UsageLine line = Assert.Single(calls.Report().Lines);
        Assert.Equal((1, 0, 0), (line.Requests, line.Retried, line.UncertainTokens));
        Assert.Equal(line.InputTokens + line.OutputTokens, calls.Report().SpentTokens);
        if (streaming) Assert.True(line.OutputTokens > 100 / 3, $"{line.OutputTokens} tokens"); // the part received before the stream was abandoned
        else Assert.Equal((whole.InputTokens, whole.OutputTokens), (line.InputTokens, line.OutputTokens));
    }
}

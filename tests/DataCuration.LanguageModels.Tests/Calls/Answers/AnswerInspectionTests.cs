
namespace DataCuration.LanguageModels.Tests;

public sealed class AnswerInspectionTests
{
    [Theory]
    [InlineData("", null, AnswerProblem.Empty)]
    [InlineData(" \n\t", "stop", AnswerProblem.Empty)]
    [InlineData("G\n5", "content_filter", AnswerProblem.Filtered)]
    [InlineData("I'm sorry, but I can't assist with that request.", "stop", AnswerProblem.Refusal)]
    [InlineData("**I cannot help with** this.", "stop", AnswerProblem.Refusal)]
    [InlineData("As an AI language model, I do not have opinions.", "stop", AnswerProblem.Refusal)]
    [InlineData("抱歉，我无法对该内容进行评价。", "stop", AnswerProblem.Refusal)]
    [InlineData("G\n5\n4", "length", AnswerProblem.CutOff)]
    [InlineData("G\n5\n4", "max_tokens", AnswerProblem.CutOff)]
    [InlineData("", "length", AnswerProblem.CutOff)]
    [InlineData("", "SAFETY", AnswerProblem.Filtered)]
    [InlineData("That is nothing for me.", "refusal", AnswerProblem.Refusal)]
    [InlineData("G\n5\n4", "eos", AnswerProblem.None)]
    [InlineData("G\n5\n4", "{\"a\":1}", AnswerProblem.None)]
    [InlineData("G\n5\n4", "stop", AnswerProblem.None)]
    [InlineData("\"I cannot,\" she said, and left.", "stop", AnswerProblem.None)]
    [InlineData("He had said sorry before.", "stop", AnswerProblem.None)]
    public void Inspect_Answer_GivesItsProblem(string text, string? finish, AnswerProblem expected) =>
        Assert.Equal(expected, AnswerInspection.Inspect(text, finish));

    [Fact]
    public void Inspect_LongTextThatStartsLikeARefusal_IsNoRefusal() =>
        Assert.Equal(AnswerProblem.None,
            AnswerInspection.Inspect("I will not pretend otherwise. " + string.Join(' ', Enumerable.Range(0, 300).Select(i => $"word{i}"))));

    [Theory]
    [InlineData("and on ", 60, true)]
    [InlineData("A whole sentence that comes again and again, as it does when a model is stuck. ", 6, true)]
    [InlineData("A whole sentence that comes again and again, as it does when a model is stuck. ", 3, false)]
    [InlineData("-", 239, false)]
    [InlineData("ab", 120, true)]
    public void EndsInLoop_Repeats_AreDetectedByNumberAndLength(string unit, int times, bool expected)
    {
        string text = "It begins well enough, with one thing and another. " + string.Concat(Enumerable.Repeat(unit, times));
        Assert.Equal(expected, AnswerInspection.EndsInLoop(text));
        Assert.Equal(expected ? AnswerProblem.Repetition : AnswerProblem.None, AnswerInspection.Inspect(text));
    }

    [Fact]
    public void EndsInLoop_OrdinaryProseAndTables_AreNoLoops()
    {
        string prose = string.Join(' ', Enumerable.Range(0, 500).Select(i => $"Item {i} costs {i * 37 % 101} and weighs {i * 53 % 89}."));
        string table = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"| {i} | {i * i} | yes |"));
        Assert.False(AnswerInspection.EndsInLoop(prose));
        Assert.False(AnswerInspection.EndsInLoop(table));
    }

    [Fact]
    public void Inspect_HugeHostileText_FindsTheLoop()
    {
        string text = string.Concat(Enumerable.Repeat(new string('a', 999) + "b", 10_000));
        Assert.Equal(AnswerProblem.Repetition, AnswerInspection.Inspect(text));
    }
}

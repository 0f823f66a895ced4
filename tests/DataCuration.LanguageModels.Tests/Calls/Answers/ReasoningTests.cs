namespace DataCuration.LanguageModels.Tests;

public sealed class ReasoningTests
{
    [Theory]
    [InlineData("<think>a</think>B", "B")]
    [InlineData("<think>\n\n</think>\n\nB\n", "B\n")]
    [InlineData("  \n<Think>a</THINK> B", "B")]
    [InlineData("a\n</think>\n\nB", "B")]
    [InlineData("</think>B", "B")]
    [InlineData("I end with </think> when I am done.\r\n  </think> \r\nB", "B")]
    [InlineData("a\n[/THINK]\nB", "B")]
    [InlineData("[/THINK]B", "B")]
    [InlineData("<think>a</think><think>b</think>B", "B")]
    [InlineData("<think>a <think>b</think> c</think>B", "B")]
    [InlineData("<think>the tag <think> opens it</think>B", "B")]
    [InlineData("<thinking>a</thinking>B", "B")]
    [InlineData("<thought>a</thought>B", "B")]
    [InlineData("<reasoning>a</reasoning>B", "B")]
    [InlineData("<seed:think>a</seed:think>B", "B")]
    [InlineData("[THINK]a[/THINK]B", "B")]
    [InlineData("\u25C1think\u25B7a\u25C1/think\u25B7B", "B")]
    [InlineData("<|begin_of_thought|>a<|end_of_thought|><|begin_of_solution|>B<|end_of_solution|>", "B")]
    [InlineData("<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>B<|END_RESPONSE|>", "B")]
    [InlineData("<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>B<|return|>", "B")]
    [InlineData("<|channel|>final<|message|>B", "B")]
    [InlineData("<think>never ends", "")]
    [InlineData("<think>", "")]
    public void Remove_ReasoningInFront_LeavesTheAnswer(string text, string expected) => Assert.Equal(expected, Reasoning.Remove(text));

    [Theory]
    [InlineData("")]
    [InlineData(" B ")]
    [InlineData("B <think>a</think> C")]
    [InlineData("Use <b>bold</b> and [1].")]
    [InlineData("<thin>a</thin>")]
    [InlineData("<answer>B</answer>")]
    [InlineData("I write <think>a</think> in front.")]
    [InlineData("a < b and c > d <|end|>")]
    [InlineData("The tag </think> closes the reasoning.")]
    [InlineData("First\nthe tag </think>\ncloses it.")]
    [InlineData("a\n</think></think>\nb")]
    [InlineData("{\"tags\": [\n\"<a>\",\n</think>\n]}")]
    [InlineData("[\n</think>\n]")]
    [InlineData("  ```\n</think>\n```")]
    public void Remove_NoReasoningInFront_ChangesNothing(string text) => Assert.Equal(text, Reasoning.Remove(text));

    [Fact]
    public void Remove_HugeHostileText_Ends()
    {
        string[] pieces =
            ["<think>", "</think>", "<think></think>", "<", "[THINK]", "<thinking><think>", "</think>  ", "</think>\n x", " </think>x\n"];
        foreach (string piece in pieces)
            Assert.InRange(Reasoning.Remove(string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length))).Length, 0, 2_000_000);
    }
}

namespace DataCuration.Synthesis.Tests.Instructions;

public sealed class InstructionsPageTests
{
    [Fact]
    public void Page_Prompts_AreThoseOfTheCode()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "DataCuration.sln"))) root = Path.GetDirectoryName(root);
        Assert.NotNull(root);
        string page = File.ReadAllText(Path.Combine(root, "docs", "instructions.md"));
        var prompts = new InstructionPrompts();
        foreach (string text in (string[])[prompts.Write, prompts.Answer, prompts.Judge])
            Assert.Contains($"```text\n{text}\n```", page, StringComparison.Ordinal);
        Assert.Contains($"`{prompts.Version}`", page, StringComparison.Ordinal);
        foreach (IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages in (IReadOnlyList<Microsoft.Extensions.AI.ChatMessage>[])
            [
                prompts.BuildWriteMessages("the passage", [new("an example"), new("another one", "with its input")], 3),
                prompts.BuildJudgeMessages("the instruction", "the answer", ["the first passage", "the second passage"]),
            ])
            Assert.Contains($"```text\n{messages[1].Text}\n```", page, StringComparison.Ordinal);
    }
}

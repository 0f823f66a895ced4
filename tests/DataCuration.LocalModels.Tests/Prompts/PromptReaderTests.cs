using LLama;
using LLama.Common;
using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels.Tests.Prompts;

public sealed class PromptReaderTests : IDisposable
{
    private const int End = 2; // </s>
    private readonly LLamaWeights weights;
    private readonly GgufFacts facts;

    public PromptReaderTests(LocalModel model)
    {
        model.Require();
        weights = LLamaWeights.LoadFromFile(new ModelParams(model.Path) { VocabOnly = true });
        facts = GgufCheck.Run(model.Path);
    }

    public void Dispose() => weights.Dispose();

    [Fact]
    public void Read_DocumentThatSpellsSpecialTokens_HasNoneOfThem()
    {
        var reader = new PromptReader(weights, LocalChatTemplate.FromFile, facts);
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Answer."), new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "a </s><s> b </s"),
        ];
        int[] tokens = [.. reader.Read(messages).Select(token => (int)token)];
        Assert.Equal(1, tokens[0]); // the template begins the prompt
        Assert.Single(tokens, End); // the template's own one, after the answer
        Assert.Single(tokens, 1);
        (string prompt, List<int> cuts) = reader.Compose(messages);
        Assert.Contains("a </s><s> b </s", prompt, StringComparison.Ordinal);
        Assert.Equal(2, cuts.Count);
    }

    [Fact]
    public void Compose_AnyTemplate_HasTheTextsWhereTheTemplatePutsThem()
    {
        ChatMessage[] messages = [new(ChatRole.System, " S "), new(ChatRole.User, "  text\n")];
        Assert.Equal(" S \n\n  text\n", Prompt(LocalChatTemplate.Plain));
        Assert.Equal("<|im_start|>system\n S <|im_end|>\n<|im_start|>user\n  text\n<|im_end|>\n<|im_start|>assistant\n",
            Prompt(LocalChatTemplate.Named("chatml")));
        Assert.Equal("<start_of_turn>user\nS\n\ntext<end_of_turn>\n<start_of_turn>model\n", Prompt(LocalChatTemplate.Named("gemma")));
        Assert.Equal("Q: text|  text\n A:", Prompt(LocalChatTemplate.Custom("mine", all => $"Q: {all[1].Text.Trim()}|{all[1].Text} A:")));

        string Prompt(LocalChatTemplate template) => new PromptReader(weights, template, facts).Compose(messages).Prompt;
    }

    [Fact]
    public void Create_FileWithoutTemplate_SaysWhatToSet()
    {
        var error = Assert.Throws<LocalModelException>(() => new PromptReader(weights, LocalChatTemplate.FromFile, facts with { HasTemplate = false }));
        Assert.Contains("LocalChatTemplate.Plain", error.Message, StringComparison.Ordinal);
    }
}

using DataCuration.LocalModels.Tests.Gguf;
using DataCuration.TestKit;
using LLama;
using LLama.Common;
using LLama.Native;
using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels.Tests.Prompts;

public sealed class PromptReaderTests : IDisposable
{
    private const int End = 2; // </s>
    private readonly TemporaryFolder folder = new();
    private readonly LLamaWeights weights;
    private readonly GgufFacts facts;

    public PromptReaderTests(LocalModel model)
    {
        model.Require();
        weights = LLamaWeights.LoadFromFile(new ModelParams(model.Path) { VocabOnly = true });
        facts = GgufCheck.Run(model.Path);
    }

    public void Dispose()
    {
        weights.Dispose();
        folder.Dispose();
    }

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

    /// <summary>
    /// Gemma's files say of its <c>&lt;end_of_turn&gt;</c> that it is ordinary. llama.cpp corrects the type, so that the text would become the token.
    /// </summary>
    [Fact]
    public void Read_TokenWhoseTypeLlamaCppCorrects_IsNotReadFromADocument()
    {
        const int Turn = 275, Defined = 276;
        using LLamaWeights other = LoadWithTokens(("<end_of_turn>", 1), ("<table>", 4));
        var reader = new PromptReader(other, LocalChatTemplate.Named("gemma"), GgufCheck.Run(folder["other.gguf"]));
        int[] tokens = [.. reader.Read([new(ChatRole.User, "a <end_of_turn> b <unk> <table>")]).Select(token => (int)token)];
        Assert.Single(tokens, Turn); // the template's own one
        Assert.DoesNotContain(0, tokens); // <unk>
        Assert.Single(tokens, Defined); // a part of ordinary text, as in the model's training
    }

    [Fact]
    public void Read_TokenOfTheAuthorThatTheTemplateWrites_IsNotReadFromADocument()
    {
        using LLamaWeights other = LoadWithTokens(("<|user|>", 4), ("<table>", 4));
        var template = LocalChatTemplate.Custom("mine", messages => $"<|user|>{messages[0].Text}");
        var reader = new PromptReader(other, template, GgufCheck.Run(folder["other.gguf"]));
        int[] tokens = [.. reader.Read([new(ChatRole.User, "a <|user|> <table>")]).Select(token => (int)token)];
        Assert.Single(tokens, 275);
        Assert.Single(tokens, 276);
    }

    [Fact]
    public void Read_DocumentThatSpellsTheBeginning_StillHasTheBeginning()
    {
        var reader = new PromptReader(weights, LocalChatTemplate.Plain, facts);
        int[] tokens = [.. reader.Read([new(ChatRole.User, "<s>text")]).Select(token => (int)token)];
        Assert.Equal(1, tokens[0]);
        Assert.Single(tokens, 1);
    }

    /// <summary>The tokenizer puts a space before each text that it reads. It puts no space between the parts of a cut token.</summary>
    [Theory]
    [InlineData("a </s> b")]
    [InlineData("</s></s>  <s>")]
    [InlineData("<s> the</s>\n")]
    public void Read_SpecialTokenThatIsCut_GetsNoSpace(string text)
    {
        var reader = new PromptReader(weights, LocalChatTemplate.Plain, facts);
        LLamaToken[] tokens = reader.Read([new(ChatRole.User, text)]);
        Assert.Equal(1, (int)tokens[0]);
        Assert.DoesNotContain(End, tokens.Select(token => (int)token));
        Assert.Equal(" " + text, string.Concat(tokens.Skip(1).Select(token => weights.Vocab.LLamaTokenToString(token, true))));
    }

    private LLamaWeights LoadWithTokens(params (string Text, int Type)[] added)
    {
        TinyLlama.Write(folder["other.gguf"], 64, added);
        return LLamaWeights.LoadFromFile(new ModelParams(folder["other.gguf"]) { VocabOnly = true });
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

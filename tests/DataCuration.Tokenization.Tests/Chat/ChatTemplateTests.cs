using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests;

/// <summary>Outputs of <c>apply_chat_template</c> as model cards and documentation show them.</summary>
public sealed class ChatTemplateTests
{
    private static readonly ConversationMessage[] Chat =
    [
        ConversationMessage.System("Be brief."), ConversationMessage.User(" Hi \n"), ConversationMessage.Assistant(" Hello. "),
        ConversationMessage.User("And?"),
    ];

    private static readonly ConversationMessage[] Pair = [ConversationMessage.User("Hi"), ConversationMessage.Assistant("Hello")];

    [Theory]
    [InlineData("llama2", "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n Hi [/INST] Hello. </s><s>[INST] And? [/INST]")]
    [InlineData("llama3", "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|>"
        + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|>"
        + "<|start_header_id|>user<|end_header_id|>\n\nAnd?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("llama3.1", "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"
        + "Be brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|>"
        + "<|start_header_id|>user<|end_header_id|>\n\nAnd?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n")]
    [InlineData("chatml", "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello. <|im_end|>\n"
        + "<|im_start|>user\nAnd?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("qwen2", "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello. <|im_end|>\n"
        + "<|im_start|>user\nAnd?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("qwen2.5", "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello. <|im_end|>\n"
        + "<|im_start|>user\nAnd?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("qwen3", "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n Hi \n<|im_end|>\n<|im_start|>assistant\n Hello. <|im_end|>\n"
        + "<|im_start|>user\nAnd?<|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("gemma", "<bos><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\nHello.<end_of_turn>\n"
        + "<start_of_turn>user\nAnd?<end_of_turn>\n<start_of_turn>model\n")]
    [InlineData("plain", "Be brief.\n\n Hi \n\n\n Hello. \n\nAnd?\n\n")]
    public void Render_ConversationWithSystemMessage_IsThePublishedForm(string name, string expected) =>
        Assert.Equal(expected, Preset(name).Render(Chat, forAnswer: true));

    [Theory]
    [InlineData("llama2", "<s>[INST] Hi [/INST] Hello </s>")]
    [InlineData("llama3", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|>"
        + "<|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|>")]
    [InlineData("llama3.1", "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n"
        + "Today Date: 26 Jul 2024\n\n<|eot_id|>"
        + "<|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello<|eot_id|>")]
    [InlineData("chatml", "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello<|im_end|>\n")]
    [InlineData("qwen2", "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n"
        + "<|im_start|>assistant\nHello<|im_end|>\n")]
    [InlineData("qwen2.5", "<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n"
        + "<|im_start|>user\nHi<|im_end|>\n"
        + "<|im_start|>assistant\nHello<|im_end|>\n")]
    [InlineData("qwen3", "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\nHello<|im_end|>\n")]
    [InlineData("gemma", "<bos><start_of_turn>user\nHi<end_of_turn>\n<start_of_turn>model\nHello<end_of_turn>\n")]
    [InlineData("plain", "Hi\n\nHello")]
    public void Render_Pair_IsThePublishedForm(string name, string expected)
    {
        Assert.Equal(expected, Preset(name).Render(Pair));
        Assert.Equal(ChatTemplate.Presets.Count, ChatTemplate.Presets.Select(preset => preset.Name).Distinct().Count());
    }

    [Fact]
    public void Render_Qwen3Thoughts_AreKeptInTheLastAnswerOnly()
    {
        ConversationMessage thoughtful = ConversationMessage.Assistant("<think>\nhm\n</think>\n\nYes");
        Assert.Equal("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\n<think>\nhm\n</think>\n\nYes<|im_end|>\n",
            ChatTemplate.Qwen3.Render([ConversationMessage.User("a"), thoughtful]));
        Assert.Equal("<|im_start|>user\na<|im_end|>\n<|im_start|>assistant\nYes<|im_end|>\n<|im_start|>user\nb<|im_end|>\n<|im_start|>assistant\n",
            ChatTemplate.Qwen3.Render([ConversationMessage.User("a"), thoughtful, ConversationMessage.User("b")], forAnswer: true));
        ChatSegment[] answers = [.. ChatTemplate.Qwen3.GetSegments([ConversationMessage.User("a"), thoughtful]).Where(segment => segment.IsAnswer)];
        Assert.Equal("<think>\nhm\n</think>\n\nYes<|im_end|>", string.Concat(answers.Select(segment => segment.Text)));
    }

    [Theory]
    [InlineData("llama2", " Hello </s>")]
    [InlineData("llama3", "Hello<|eot_id|>")]
    [InlineData("chatml", "Hello<|im_end|>")]
    [InlineData("qwen3", "Hello<|im_end|>")]
    [InlineData("gemma", "Hello<end_of_turn>")]
    [InlineData("plain", "Hello")]
    public void GetSegments_Answers_AreTheAnswerAndItsEnd(string name, string expected)
    {
        IReadOnlyList<ChatSegment> segments = Preset(name).GetSegments(Pair);
        Assert.Equal(expected, string.Concat(segments.Where(segment => segment.IsAnswer).Select(segment => segment.Text)));
        Assert.All(segments.Where(segment => segment.IsControl), segment => Assert.Contains(segment.Text, Preset(name).ControlTokens));
    }

    [Fact]
    public void Render_OrderOrMarksThatTheTemplateForbids_IsRefused()
    {
        foreach (ChatTemplate template in (ChatTemplate[])[ChatTemplate.Llama2, ChatTemplate.Gemma])
            Assert.Contains("Message 1", Assert.Throws<ArgumentException>(() => template.Render([Pair[0], Pair[0]])).Message, StringComparison.Ordinal);
        Assert.Contains("'[/INST]'", Assert.Throws<ArgumentException>(() => ChatTemplate.Llama2.Render([ConversationMessage.User("a [/INST] b")])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for m in messages %}{{ bos_token + '[INST] ' }}{% set content = '<<SYS>>\\n' + system_message %}"
        + "{{ content.strip() + ' [/INST]' }}{% endfor %}", "llama2")]
    [InlineData("{% for m in messages %}{% set content = '<|start_header_id|>' + m['role'] + '<|end_header_id|>\\n\\n'"
        + "+ m['content'] | trim + '<|eot_id|>' %}{% endfor %}", "llama3")]
    [InlineData("{{- bos_token }}{%- set date_string = \"26 Jul 2024\" %}{{- \"<|start_header_id|>system<|end_header_id|>\\n\\n\" }}"
        + "{{- \"Cutting Knowledge Date: December 2023\\n\" }}{{- \"You have access to the following functions.\" }}{{- \"<|eot_id|>\" }}", "llama3.1")]
    [InlineData("{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n'}}{% endfor %}", "chatml")]
    [InlineData("{% for m in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
        + "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}"
        + "{% endif %}{% endfor %}", "qwen2")]
    [InlineData("{%- if tools %}{{- \"# Tools\" }}{%- endif %}"
        + "{{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}", "qwen2.5")]
    [InlineData("{%- set ns = namespace(last_query_index=1) %}{{- '<|im_start|>' }}{{- '<|im_end|>' }}"
        + "{%- if enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}", "qwen3")]
    [InlineData("{{ bos_token }}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% endif %}"
        + "{{ '<start_of_turn>' + role + '\\n' + '<end_of_turn>\\n' }}", "gemma")]
    [InlineData("{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m['content'] | trim + '<|im_end|>' + '\\n'}}{% endfor %}", null)]
    [InlineData("{{ '<|im_start|>system\\nYou are SmolLM.<|im_end|>\\n' }}", null)]
    [InlineData("{{ bos_token }}{{ '[INST] ' + content + '[/INST]' }}", null)]
    [InlineData("{{ '### Human: ' }}", null)]
    public void Recognize_Template_FindsItsPreset(string jinja, string? name) => Assert.Equal(name, ChatTemplate.Recognize(jinja)?.Name);

    [Fact]
    public void FromFolder_EachPlace_IsRead()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(ChatTemplate.FromFolder(folder.Path));
        string path = folder.Combine("tokenizer_config.json");
        File.WriteAllText(path, "{\"chat_template\": \"{{ '<|im_start|>' + '<|im_end|>' }}\"}");
        Assert.Same(ChatTemplate.ChatMl, ChatTemplate.FromFolder(folder.Path));
        File.WriteAllText(path, "{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"x\"}, "
            + "{\"name\": \"default\", \"template\": \"<start_of_turn> model <end_of_turn>\"}]}");
        Assert.Same(ChatTemplate.Gemma, ChatTemplate.FromFolder(folder.Path));
        File.WriteAllText(path, "{\"chat_template\": 3}");
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => ChatTemplate.FromFolder(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.Combine("chat_template.jinja"), "<|start_header_id|> <|eot_id|>");
        Assert.Same(ChatTemplate.Llama3, ChatTemplate.FromFolder(folder.Path));
    }

    private static ChatTemplate Preset(string name) => ChatTemplate.Presets.Single(preset => preset.Name == name);
}

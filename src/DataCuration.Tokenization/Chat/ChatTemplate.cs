namespace DataCuration.Tokenization;

/// <summary>
/// The form in which a model reads conversations. Models are published with such a form as a Jinja program (<c>chat_template</c>). Here, the common forms are
/// presets, and programs are recognized (<see cref="Recognize"/>) but never run.
/// </summary>
/// <remarks>
/// A rendered conversation is text for people and for other programs. To encode one, use <see cref="ChatTokenizer"/>: encoding the rendered text with special
/// tokens would let the text of a message end it and begin another one.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Tokenization;
///
/// Console.Write(ChatTemplate.ChatMl.Render([ConversationMessage.User("Hello")], forAnswer: true));
/// </code>
/// </example>
public sealed class ChatTemplate
{
    private readonly Action<ChatWriter, IReadOnlyList<ConversationMessage>, bool> write;

    private ChatTemplate(string name, string[] controlTokens, Action<ChatWriter, IReadOnlyList<ConversationMessage>, bool> write)
    {
        Name = name;
        ControlTokens = controlTokens;
        this.write = write;
    }

    /// <summary>
    /// Llama 2 Chat. A system message is a part of the first message of the user. <c>[INST]</c> and the other marks are ordinary text in this form, so messages
    /// that contain them are refused.
    /// </summary>
    public static ChatTemplate Llama2 { get; } = new("llama2", ChatForms.Llama2Tokens, ChatForms.Llama2);

    /// <summary>Llama 3 Instruct.</summary>
    public static ChatTemplate Llama3 { get; } = new("llama3", ChatForms.Llama3Tokens, ChatForms.Llama3);

    /// <summary>
    /// Llama 3.1 and 3.2 Instruct without tools: every conversation has a system message, which starts with two dates. The second one is 26 Jul 2024, as in
    /// those templates without a clock.
    /// </summary>
    public static ChatTemplate Llama31 { get; } = new("llama3.1", ChatForms.Llama3Tokens, ChatForms.Llama31);

    /// <summary>ChatML: <c>&lt;|im_start|&gt;</c>, the role, a line break, the text, <c>&lt;|im_end|&gt;</c> and a line break.</summary>
    public static ChatTemplate ChatMl { get; } = new("chatml", ChatForms.ChatMlTokens, ChatForms.ChatMl);

    /// <summary>Qwen 2: ChatML with the system message "You are a helpful assistant." unless the conversation has its own.</summary>
    public static ChatTemplate Qwen2 { get; } = new("qwen2", ChatForms.ChatMlTokens,
        (writer, messages, forAnswer) => ChatForms.ChatMlWithSystem(writer, messages, forAnswer, "You are a helpful assistant."));

    /// <summary>Qwen 2.5 without tools: ChatML with Qwen's own system message unless the conversation has one.</summary>
    public static ChatTemplate Qwen25 { get; } = new("qwen2.5", ChatForms.ChatMlTokens, (writer, messages, forAnswer) =>
        ChatForms.ChatMlWithSystem(writer, messages, forAnswer, "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."));

    /// <summary>
    /// Qwen 3 without tools: ChatML without a default system message. The last answer has a block of thoughts between <c>&lt;think&gt;</c> and
    /// <c>&lt;/think&gt;</c>. It is empty if the text of the answer has none, and then it is not a part of the answer. Earlier answers
    /// have no thoughts.
    /// </summary>
    public static ChatTemplate Qwen3 { get; } = new("qwen3", ChatForms.Qwen3Tokens, ChatForms.Qwen3);

    /// <summary>Gemma 1 to 3. A system message precedes the text of the first message of the user, as in Gemma 3; earlier templates refuse it.</summary>
    public static ChatTemplate Gemma { get; } = new("gemma", ChatForms.GemmaTokens, ChatForms.Gemma);

    /// <summary>The texts of the messages with an empty line between them, and no control tokens: for base models, and for mixtures with raw text.</summary>
    public static ChatTemplate Plain { get; } = new("plain", [], ChatForms.Plain);

    /// <summary>All presets.</summary>
    public static IReadOnlyList<ChatTemplate> Presets { get; } = [Llama2, Llama3, Llama31, ChatMl, Qwen2, Qwen25, Qwen3, Gemma, Plain];

    /// <summary>The name of the preset, such as <c>llama3</c>.</summary>
    public string Name { get; }

    /// <summary>The spellings of the control tokens that the template writes.</summary>
    public IReadOnlyList<string> ControlTokens { get; }

    /// <summary>Recognizes the preset of a template that a model is published with. The program is compared, not run.</summary>
    /// <param name="template">
    /// The Jinja program: the field <c>chat_template</c> of a <c>tokenizer_config.json</c>, or <c>tokenizer.chat_template</c> of a GGUF file.
    /// </param>
    /// <returns>The preset that renders conversations without tools in the same way; null if the template is not one of the known ones.</returns>
    public static ChatTemplate? Recognize(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return ChatTemplateReader.Recognize(template);
    }

    /// <summary>Recognizes the preset of a model in a folder, from <c>chat_template.jinja</c> or <c>tokenizer_config.json</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The preset; null if there is no template, or it is not one of the known ones.</returns>
    /// <exception cref="InvalidDataException"><c>tokenizer_config.json</c> is damaged. The message names the file.</exception>
    public static ChatTemplate? FromFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Addresses.RefuseLocal(folder, "a model");
        return ChatTemplateReader.Find(folder) is { } template ? Recognize(template) : null;
    }

    /// <summary>Renders a conversation as text.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="forAnswer">True to end with the start of an answer, so that a model continues with it.</param>
    /// <exception cref="ArgumentException">The template does not allow the order of the messages, or the text of one.</exception>
    public string Render(IReadOnlyList<ConversationMessage> messages, bool forAnswer = false) =>
        string.Concat(GetSegments(messages, forAnswer).Select(segment => segment.Text));

    /// <summary>Renders a conversation as control tokens and texts, and says which of them are answers.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="forAnswer">True to end with the start of an answer, so that a model continues with it.</param>
    /// <exception cref="ArgumentException">The template does not allow the order of the messages, or the text of one.</exception>
    public IReadOnlyList<ChatSegment> GetSegments(IReadOnlyList<ConversationMessage> messages, bool forAnswer = false)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var writer = new ChatWriter();
        write(writer, messages, forAnswer);
        return writer.Segments;
    }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}

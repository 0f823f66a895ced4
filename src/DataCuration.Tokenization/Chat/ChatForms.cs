namespace DataCuration.Tokenization;

/// <summary>The forms of the presets of <see cref="ChatTemplate"/>. Each follows the <c>chat_template</c> that its models are published with.</summary>
internal static class ChatForms
{
    private const string Llama3Begin = "<|begin_of_text|>";
    private const string HeaderStart = "<|start_header_id|>";
    private const string HeaderEnd = "<|end_header_id|>";
    private const string TurnEnd = "<|eot_id|>";
    private const string ChatMlStart = "<|im_start|>";
    private const string ChatMlEnd = "<|im_end|>";
    private const string GemmaBegin = "<bos>";
    private const string GemmaStart = "<start_of_turn>";
    private const string GemmaEnd = "<end_of_turn>";
    private const string Llama2Begin = "<s>";
    private const string Llama2End = "</s>";
    private const string ThinkStart = "<think>";
    private const string ThinkEnd = "</think>";

    // The marks of Llama 2 are ordinary text, so that a message could spell them. Meta's own code refuses such messages too (llama/generation.py).
    private static readonly string[] Llama2Marks = ["[INST]", "[/INST]", "<<SYS>>", "<</SYS>>"];

    public static string[] Llama2Tokens => [Llama2Begin, Llama2End];

    public static string[] Llama3Tokens => [Llama3Begin, HeaderStart, HeaderEnd, TurnEnd];

    public static string[] ChatMlTokens => [ChatMlStart, ChatMlEnd];

    public static string[] Qwen3Tokens => [ChatMlStart, ChatMlEnd, ThinkStart, ThinkEnd];

    public static string[] GemmaTokens => [GemmaBegin, GemmaStart, GemmaEnd];

    public static void Llama2(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        foreach (ConversationMessage message in messages)
            if (Llama2Marks.FirstOrDefault(mark => message.Text.Contains(mark, StringComparison.Ordinal)) is { } mark)
                throw new ArgumentException($"A message contains '{mark}', which Llama 2 writes as ordinary text to mark messages.", nameof(messages));
        (string? system, IReadOnlyList<ConversationMessage> turns) = Alternating(messages);
        for (int i = 0; i < turns.Count; i++)
        {
            if (turns[i].Role == ConversationRole.Assistant)
            {
                writer.Answer($" {ChatText.Strip(turns[i].Text)} ").Control(Llama2End, isAnswer: true);
                continue;
            }
            string content = i == 0 && system is not null ? $"<<SYS>>\n{system}\n<</SYS>>\n\n{turns[i].Text}" : turns[i].Text;
            writer.Control(Llama2Begin).Text($"[INST] {ChatText.Strip(content)} [/INST]");
        }
    }

    public static void Llama3(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        writer.Control(Llama3Begin);
        foreach (ConversationMessage message in messages) Llama3Message(writer, message.Role, ChatText.Strip(message.Text));
        if (forAnswer) Llama3Header(writer, ConversationRole.Assistant);
    }

    public static void Llama31(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        bool hasSystem = messages is [{ Role: ConversationRole.System }, ..];
        writer.Control(Llama3Begin);
        // Without tools, the template of Llama 3.1 has these two dates before the system message, and a system message in every conversation.
        Llama3Message(writer, ConversationRole.System,
            $"Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n{(hasSystem ? ChatText.Strip(messages[0].Text) : "")}");
        foreach (ConversationMessage message in messages.Skip(hasSystem ? 1 : 0)) Llama3Message(writer, message.Role, ChatText.Strip(message.Text));
        if (forAnswer) Llama3Header(writer, ConversationRole.Assistant);
    }

    public static void ChatMl(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        foreach (ConversationMessage message in messages) ChatMlMessage(writer, message.Role, message.Text);
        if (forAnswer) ChatMlHeader(writer, ConversationRole.Assistant);
    }

    /// <summary>Writes ChatML with a system message in every conversation.</summary>
    public static void ChatMlWithSystem(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer, string system)
    {
        if (messages is not [{ Role: ConversationRole.System }, ..]) ChatMlMessage(writer, ConversationRole.System, system);
        ChatMl(writer, messages, forAnswer);
    }

    public static void Qwen3(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        int lastQuestion = messages.Count - 1;
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i].Role != ConversationRole.User || IsToolResponse(messages[i].Text)) continue;
            lastQuestion = i;
            break;
        }
        for (int i = 0; i < messages.Count; i++)
        {
            ConversationMessage message = messages[i];
            if (message.Role != ConversationRole.Assistant)
            {
                ChatMlMessage(writer, message.Role, message.Text);
                continue;
            }
            (string thought, string answer) = SplitThought(message.Text);
            ChatMlHeader(writer, message.Role);
            // Thoughts of earlier answers are left out; the last answer always has a block of thoughts, which may be empty.
            if (i > lastQuestion && (i == messages.Count - 1 || thought.Length > 0))
            {
                // A model that should not think gets the empty block with its prompt (enable_thinking=False), so it does not learn to write it.
                string inner = $"\n{thought.Trim('\n')}\n";
                bool isThinking = thought.Length > 0;
                writer.Control(ThinkStart, isThinking);
                if (isThinking) writer.Answer(inner);
                else writer.Text(inner);
                writer.Control(ThinkEnd, isThinking);
                if (isThinking) writer.Answer("\n\n");
                else writer.Text("\n\n");
                answer = answer.TrimStart('\n');
            }
            writer.Answer(answer).Control(ChatMlEnd, isAnswer: true).Text("\n");
        }
        if (forAnswer) ChatMlHeader(writer, ConversationRole.Assistant);
    }

    public static void Gemma(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        (string? system, IReadOnlyList<ConversationMessage> turns) = Alternating(messages);
        writer.Control(GemmaBegin);
        for (int i = 0; i < turns.Count; i++)
        {
            bool isAnswer = turns[i].Role == ConversationRole.Assistant;
            string text = ChatText.Strip(turns[i].Text);
            GemmaHeader(writer, isAnswer);
            if (isAnswer) writer.Answer(text);
            else writer.Text(i == 0 && system is not null ? $"{system}\n\n{text}" : text);
            writer.Control(GemmaEnd, isAnswer).Text("\n");
        }
        if (forAnswer) GemmaHeader(writer, true);
    }

    public static void Plain(ChatWriter writer, IReadOnlyList<ConversationMessage> messages, bool forAnswer)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            if (i > 0) writer.Text("\n\n");
            if (messages[i].Role == ConversationRole.Assistant) writer.Answer(messages[i].Text);
            else writer.Text(messages[i].Text);
        }
        if (forAnswer && messages.Count > 0) writer.Text("\n\n");
    }

    private static void Llama3Header(ChatWriter writer, ConversationRole role) =>
        writer.Control(HeaderStart).Text(Name(role)).Control(HeaderEnd).Text("\n\n");

    private static void Llama3Message(ChatWriter writer, ConversationRole role, string text)
    {
        bool isAnswer = role == ConversationRole.Assistant;
        Llama3Header(writer, role);
        if (isAnswer) writer.Answer(text);
        else writer.Text(text);
        writer.Control(TurnEnd, isAnswer);
    }

    private static void ChatMlHeader(ChatWriter writer, ConversationRole role) => writer.Control(ChatMlStart).Text(Name(role) + "\n");

    private static void ChatMlMessage(ChatWriter writer, ConversationRole role, string text)
    {
        bool isAnswer = role == ConversationRole.Assistant;
        ChatMlHeader(writer, role);
        if (isAnswer) writer.Answer(text);
        else writer.Text(text);
        writer.Control(ChatMlEnd, isAnswer).Text("\n");
    }

    private static void GemmaHeader(ChatWriter writer, bool isAnswer) => writer.Control(GemmaStart).Text(isAnswer ? "model\n" : "user\n");

    private static string Name(ConversationRole role) => role switch
    {
        ConversationRole.System => "system",
        ConversationRole.User => "user",
        _ => "assistant",
    };

    private static bool IsToolResponse(string text) =>
        text.StartsWith("<tool_response>", StringComparison.Ordinal) && text.EndsWith("</tool_response>", StringComparison.Ordinal);

    private static (string Thought, string Answer) SplitThought(string text)
    {
        int end = text.IndexOf(ThinkEnd, StringComparison.Ordinal);
        if (end < 0) return ("", text);
        string before = text[..end].TrimEnd('\n');
        int start = before.LastIndexOf(ThinkStart, StringComparison.Ordinal);
        string thought = (start < 0 ? before : before[(start + ThinkStart.Length)..]).TrimStart('\n');
        return (thought, text[(text.LastIndexOf(ThinkEnd, StringComparison.Ordinal) + ThinkEnd.Length)..].TrimStart('\n'));
    }

    // The system message, and the others, which must be of user and model in turn.
    private static (string? System, IReadOnlyList<ConversationMessage> Turns) Alternating(IReadOnlyList<ConversationMessage> messages)
    {
        string? system = messages is [{ Role: ConversationRole.System } first, ..] ? first.Text : null;
        ConversationMessage[] turns = [.. messages.Skip(system is null ? 0 : 1)];
        for (int i = 0; i < turns.Length; i++)
        {
            ConversationRole expected = i % 2 == 0 ? ConversationRole.User : ConversationRole.Assistant;
            if (turns[i].Role != expected)
                throw new ArgumentException($"Message {i + (system is null ? 0 : 1)} is of {turns[i].Role}, but must be of {expected}: after a system "
                    + "message, user and model take turns in this template.", nameof(messages));
        }
        return (system, turns);
    }
}

using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// Writes conversations as tokens in the form of a <see cref="ChatTemplate"/>, with loss on answers only: for supervised fine-tuning, and for prompts of a
/// model.
/// </summary>
/// <remarks>
/// <para>Control tokens are written by their ids. Text between them is encoded as ordinary text, so that no message can end itself and begin another one. The
/// text of the template and of a message next to it are encoded together, as the library of the model does with the rendered text. A token with a part of both
/// belongs to the template and has no loss.</para>
/// <para>The conversation of a document is in the field <see cref="MessagesField"/>, as a JSON array of objects with <c>role</c> (<c>system</c>, <c>user</c> or
/// <c>assistant</c>) and <c>content</c>. Without this field, it is a pair: <see cref="PromptField"/> is the question, and <see cref="AnswerField"/> or the text
/// of the document is the answer.</para>
/// <para>Write token shards with <see cref="TokenShardSink.AppendEndOfDocument"/> false: the templates have their own end, and another end would have loss.
/// With <see cref="ChatTemplate.Plain"/>, the end of document is the end of the answer.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Tokenization;
///
/// using var run = new CurationRun();
/// HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Load("models/qwen3");
/// var sink = new TokenShardSink(new ChatTokenizer(tokenizer, ChatTemplate.Qwen3)) { AppendEndOfDocument = false };
/// await Corpus.FromJsonl("chats/*.jsonl").WriteAsync("tokens/chats", sink, run);
/// </code>
/// </example>
public sealed class ChatTokenizer : IDocumentTokenizer
{
    private readonly Dictionary<string, int> ids;
    private readonly HuggingFaceTokenizer? huggingFace;

    /// <summary>Creates a tokenizer from a file's tokenizer, which knows the ids of control tokens.</summary>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="template">The template.</param>
    /// <exception cref="ArgumentException">
    /// The tokenizer lacks a control token, or it would read one that a text spells. Then <see cref="HuggingFaceTokenizerOptions.UntrustedTokens"/> names it.
    /// </exception>
    public ChatTokenizer(HuggingFaceTokenizer tokenizer, ChatTemplate template)
        : this(tokenizer, template, FindIds(tokenizer, template)) => huggingFace = tokenizer;

    /// <summary>Creates a tokenizer from any encoder.</summary>
    /// <param name="encoder">The encoder of texts. It must not read control tokens that a text spells.</param>
    /// <param name="template">The template.</param>
    /// <param name="controlTokens">The ids of the template's <see cref="ChatTemplate.ControlTokens"/>.</param>
    /// <exception cref="ArgumentException">
    /// An id is missing or not below the vocabulary size, or the encoder reads a control token that a text spells.
    /// </exception>
    public ChatTokenizer(ITokenEncoder encoder, ChatTemplate template, IReadOnlyDictionary<string, int> controlTokens)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(controlTokens);
        Encoder = encoder;
        Template = template;
        ids = template.ControlTokens.ToDictionary(token => token, token => Check(encoder, token, controlTokens), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public ITokenEncoder Encoder { get; }

    /// <summary>The template.</summary>
    public ChatTemplate Template { get; }

    /// <summary>The field with the list of messages.</summary>
    /// <value>Default <c>messages</c>, as in OpenAI's API and in TRL.</value>
    public string MessagesField { get; init => field = NotEmpty(value); } = "messages";

    /// <summary>The field with the question of a pair.</summary>
    /// <value>Default <c>prompt</c>, as in TRL.</value>
    public string PromptField { get; init => field = NotEmpty(value); } = "prompt";

    /// <summary>The field with the answer of a pair; null for the document's text.</summary>
    /// <value>Default null.</value>
    public string? AnswerField { get; init => field = value is null ? null : NotEmpty(value); }

    /// <summary>The field with the system message of a pair; null for none.</summary>
    /// <value>Default null.</value>
    public string? SystemField { get; init => field = value is null ? null : NotEmpty(value); }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "chat/1");
        writer.Add("template", Template.Name);
        foreach (string token in Template.ControlTokens) writer.Add($"control_token.{token}", ids[token]);
        writer.Add(nameof(MessagesField), MessagesField);
        writer.Add(nameof(PromptField), PromptField);
        writer.Add(nameof(AnswerField), AnswerField ?? "");
        writer.Add(nameof(SystemField), SystemField ?? "");
        writer.AddScope("encoder", Encoder.Describe);
    }

    /// <summary>Returns the conversation of a document.</summary>
    /// <param name="document">The document.</param>
    /// <exception cref="InvalidDataException">A field is missing or has another form. The message names the document, the field and the value.</exception>
    public IReadOnlyList<ConversationMessage> ReadConversation(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.TryGetValue(MessagesField, out AnnotationValue list)) return ConversationReader.ReadMessages(document, MessagesField, list);
        string prompt = ConversationReader.Text(document, PromptField)
            ?? throw ConversationReader.Wrong(document, MessagesField, $"is missing, and so is '{PromptField}': the document has no conversation.");
        string answer = AnswerField is null ? document.Text
            : ConversationReader.Text(document, AnswerField) ?? throw ConversationReader.Wrong(document, AnswerField, "is missing.");
        string? system = SystemField is null ? null : ConversationReader.Text(document, SystemField);
        return system is null ? [ConversationMessage.User(prompt), ConversationMessage.Assistant(answer)]
            : [ConversationMessage.System(system), ConversationMessage.User(prompt), ConversationMessage.Assistant(answer)];
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The document has no conversation, or the template does not allow it.</exception>
    public void Tokenize(Document document, MaskedTokens tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        IReadOnlyList<ConversationMessage> messages = ReadConversation(document);
        try
        {
            Encode(messages, tokens);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"Document '{document.Id}': {e.Message}", e);
        }
    }

    /// <summary>Encodes a conversation.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="forAnswer">True to end with the start of an answer, so that a model continues with it.</param>
    /// <exception cref="ArgumentException">The template does not allow the order of the messages, or the text of one.</exception>
    public int[] Encode(IReadOnlyList<ConversationMessage> messages, bool forAnswer = false)
    {
        var tokens = new MaskedTokens();
        Encode(messages, tokens, forAnswer);
        return tokens.Tokens.ToArray();
    }

    /// <summary>Encodes a conversation. Answers, with the tokens that end them, have loss.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="tokens">Receives the tokens, after those that it holds.</param>
    /// <param name="forAnswer">True to end with the start of an answer, so that a model continues with it.</param>
    /// <exception cref="ArgumentException">The template does not allow the order of the messages, or the text of one.</exception>
    public void Encode(IReadOnlyList<ConversationMessage> messages, MaskedTokens tokens, bool forAnswer = false)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        IReadOnlyList<ChatSegment> segments = Template.GetSegments(messages, forAnswer);
        for (int i = 0; i < segments.Count;)
        {
            if (segments[i].IsControl)
            {
                tokens.Add(ids[segments[i].Text], segments[i].IsAnswer);
                i++;
                continue;
            }
            int end = i + 1;
            while (end < segments.Count && !segments[end].IsControl) end++;
            AddText(segments, i, end, tokens);
            i = end;
        }
    }

    // Texts without a control token between them.
    private void AddText(IReadOnlyList<ChatSegment> segments, int first, int end, MaskedTokens tokens)
    {
        byte[][] parts = [.. Enumerable.Range(first, end - first).Select(i => Encoding.UTF8.GetBytes(segments[i].Text))];
        bool canSplit = huggingFace is not null || Encoder is ITokenSpanEncoder { HasSpans: true };
        if (parts.Length == 1 || !canSplit)
        {
            for (int i = 0; i < parts.Length; i++) tokens.Add(Encoder, parts[i], segments[first + i].IsAnswer);
            return;
        }
        byte[] text = [.. parts.SelectMany(part => part)];
        foreach ((int token, int start) in Starts(text))
        {
            int part = 0;
            for (int partEnd = parts[0].Length; start >= partEnd && part < parts.Length - 1;) partEnd += parts[++part].Length;
            tokens.Add(token, segments[first + part].IsAnswer);
        }
    }

    private IEnumerable<(int Token, int Start)> Starts(byte[] text)
    {
        if (huggingFace is not null)
        {
            var offsets = new List<TokenOffset>();
            huggingFace.EncodeWithOffsets(text, offsets);
            return offsets.Select(offset => (offset.Token, offset.Start));
        }
        var ids = new List<int>();
        var lengths = new List<int>();
        ((ITokenSpanEncoder)Encoder).EncodeSpans(text, ids, lengths);
        int start = 0;
        return ids.Select((id, i) => (id, (start += lengths[i]) - lengths[i]));
    }

    private static Dictionary<string, int> FindIds(HuggingFaceTokenizer tokenizer, ChatTemplate template)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        return template.ControlTokens.Select(token => (token, Id: tokenizer.IdOf(token))).Where(pair => pair.Id is not null)
            .ToDictionary(pair => pair.token, pair => pair.Id!.Value, StringComparer.Ordinal);
    }

    private static int Check(ITokenEncoder encoder, string token, IReadOnlyDictionary<string, int> controlTokens)
    {
        if (!controlTokens.TryGetValue(token, out int id))
            throw new ArgumentException($"There is no id for the control token '{token}'.", nameof(controlTokens));
        if ((uint)id >= (uint)encoder.VocabularySize)
            throw new ArgumentException($"Control token '{token}' has the id {id}; the encoder's vocabulary size is {encoder.VocabularySize}.",
                nameof(controlTokens));
        var spelled = new List<int>();
        encoder.Encode(Encoding.UTF8.GetBytes(token), spelled);
        if (spelled.Contains(id))
        {
            throw new ArgumentException($"The encoder reads '{token}' in a text as the control token {id}, so that a message could end itself and begin "
                + $"another one. Load the tokenizer with {nameof(SpecialTokenParsing)}.{nameof(SpecialTokenParsing.Ordinary)}, and name the token in "
                + $"{nameof(HuggingFaceTokenizerOptions)}.{nameof(HuggingFaceTokenizerOptions.UntrustedTokens)}.", nameof(encoder));
        }
        return id;
    }

    private static string NotEmpty(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        return value;
    }
}

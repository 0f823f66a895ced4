using System.Buffers;
using System.Globalization;
using System.Text;
using LLama;
using LLama.Exceptions;
using LLama.Native;
using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels;

/// <summary>
/// Turns messages into tokens. The template's own special tokens are parsed. Those that a message spells are text: they are cut before they are encoded, so
/// that a document cannot end its own prompt.
/// </summary>
/// <remarks>
/// Special are the tokens that llama.cpp treats so: it corrects the types that a file gives to tokens such as <c>&lt;end_of_turn&gt;</c>. Tokens that a model's
/// author defined are a part of ordinary text, as HTML tags and runs of spaces in Gemma are. They are special where the template writes them.
/// </remarks>
internal sealed class PromptReader
{
    private const char Blank = '\v'; // white space that no template writes

    /// <summary>Characters that vocabularies hardly have in a token with others.</summary>
    private static readonly string[] Joints = ["\n", "\t", "\u0001", "|"];

    private readonly LLamaWeights weights;
    private readonly LocalChatTemplate template;
    private readonly string[] specialTokens;
    private readonly string[] definedTokens;
    private readonly SearchValues<string> specialSearch;
    private readonly SearchValues<string> definedSearch;
    private readonly string beginText;

    public PromptReader(LLamaWeights weights, LocalChatTemplate template, GgufFacts facts)
    {
        this.weights = weights;
        this.template = template;
        specialTokens = Tokens(facts, LLamaTokenAttr.Control | LLamaTokenAttr.Unknown);
        definedTokens = Tokens(facts, LLamaTokenAttr.UserDefined);
        specialSearch = SearchValues.Create(specialTokens, StringComparison.Ordinal);
        definedSearch = SearchValues.Create(definedTokens, StringComparison.Ordinal);
        beginText = weights.Vocab.BOS is { } begin ? weights.Vocab.LLamaTokenToString(begin, true) ?? "" : "";
        if (template == LocalChatTemplate.FromFile && !facts.HasTemplate)
            throw new LocalModelException($"The model's file has no chat template. Set {nameof(LocalModelOptions)}.{nameof(LocalModelOptions.Template)}: "
                + $"{nameof(LocalChatTemplate)}.{nameof(LocalChatTemplate.Plain)} for a model without one, or {nameof(LocalChatTemplate.Named)}.");
        if (template.IsNative) Render([new(ChatRole.User, "a")]); // an unknown template fails here, not at the first document
    }

    /// <summary>Returns the tokens of a prompt.</summary>
    public LLamaToken[] Read(IReadOnlyList<ChatMessage> messages)
    {
        (string prompt, List<int> cuts) = Compose(messages);
        bool hasBegin = beginText.Length > 0 && prompt.StartsWith(beginText, StringComparison.Ordinal) && !(cuts.Count > 0 && cuts[0] < beginText.Length);
        bool addsBegin = weights.Vocab.ShouldAddBOS && !hasBegin;
        if (cuts.Count == 0) return weights.Tokenize(prompt, addsBegin, special: true, Encoding.UTF8);
        var tokens = new List<LLamaToken>();
        int start = 0;
        foreach (int cut in (IEnumerable<int>)[.. cuts, prompt.Length])
        {
            tokens.AddRange(start == 0 ? weights.Tokenize(prompt[..cut], addsBegin, special: true, Encoding.UTF8) : Continue(prompt[start..cut]));
            start = cut;
        }
        return [.. tokens];
    }

    /// <summary>Returns the prompt, and the places at which the special tokens in messages are cut, in order.</summary>
    internal (string Prompt, List<int> Cuts) Compose(IReadOnlyList<ChatMessage> messages)
    {
        // The template is rendered with marks in the place of the texts, which shows where they go.
        string[] marks = [.. messages.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"\uE000{i}\uE001"))];
        string frame = Render([.. messages.Select((message, i) => new ChatMessage(message.Role, $"{Blank}{marks[i]}{Blank}"))]);
        SearchValues<string> special = SpecialIn(frame);
        var prompt = new StringBuilder();
        var cuts = new List<int>();
        int at = 0;
        foreach ((int start, int length, int message) in Places(frame, marks))
        {
            prompt.Append(frame, at, start - at);
            string text = messages[message].Text;
            // Some templates remove the white space around a text.
            if (length == marks[message].Length) text = text.Trim();
            for (int from = 0; text.AsSpan(from).IndexOfAny(special) is >= 0 and int found; from += found + 1) cuts.Add(prompt.Length + from + found + 1);
            prompt.Append(text);
            at = start + length;
        }
        prompt.Append(frame, at, frame.Length - at);
        return (prompt.ToString(), cuts);
    }

    /// <summary>
    /// Returns the tokens of a text that follows others. The tokenizers of many models put a space before any text that they read, as SentencePiece does at the
    /// start of one. Then the text is read after a character, whose tokens are left out.
    /// </summary>
    private LLamaToken[] Continue(string text)
    {
        LLamaToken[] tokens = Tokenize(text);
        int spaces = text.Length - text.AsSpan().TrimStart(' ').Length;
        if (SpacesBefore(tokens) <= spaces) return tokens;
        foreach (string joint in Joints)
        {
            LLamaToken[] alone = Tokenize(joint), joined = Tokenize(joint + text);
            if (joined.AsSpan().StartsWith(alone) && SpacesBefore(joined.AsSpan(alone.Length)) == spaces) return joined[alone.Length..];
        }
        return tokens;
    }

    private int SpacesBefore(ReadOnlySpan<LLamaToken> tokens)
    {
        int spaces = 0;
        foreach (LLamaToken token in tokens)
        {
            string text = weights.Vocab.LLamaTokenToString(token, true) ?? "";
            int own = text.Length - text.AsSpan().TrimStart(' ').Length;
            spaces += own;
            if (own < text.Length) break;
        }
        return spaces;
    }

    private LLamaToken[] Tokenize(string text) => weights.Tokenize(text, add_bos: false, special: true, Encoding.UTF8);

    private SearchValues<string> SpecialIn(string frame) => frame.AsSpan().IndexOfAny(definedSearch) < 0 ? specialSearch
        : SearchValues.Create([.. specialTokens, .. definedTokens.Where(token => frame.Contains(token, StringComparison.Ordinal))], StringComparison.Ordinal);

    // A token of one character cannot be cut. White space has no meaning of its own in a template.
    private string[] Tokens(GgufFacts facts, LLamaTokenAttr kinds) => [.. facts.Tokens.Where((token, id) =>
        token.Length > 1 && (((LLamaToken)id).GetAttributes(weights.Vocab) & kinds) != 0 && !string.IsNullOrWhiteSpace(token))];

    private static List<(int Start, int Length, int Message)> Places(string frame, string[] marks)
    {
        var places = new List<(int Start, int Length, int Message)>();
        for (int i = 0; i < marks.Length; i++)
        {
            for (int at = 0; (at = frame.IndexOf(marks[i], at, StringComparison.Ordinal)) >= 0; at += marks[i].Length)
            {
                bool isWhole = at > 0 && frame[at - 1] == Blank && at + marks[i].Length < frame.Length && frame[at + marks[i].Length] == Blank;
                places.Add(isWhole ? (at - 1, marks[i].Length + 2, i) : (at, marks[i].Length, i));
            }
        }
        places.Sort();
        return places;
    }

    private string Render(IReadOnlyList<ChatMessage> messages) => template.Render(messages, RenderNative);

    private string RenderNative(IReadOnlyList<ChatMessage> messages)
    {
        try
        {
            LLamaTemplate native = template.Native is { } name ? new(name) : new(weights.NativeHandle, null, strict: true);
            native.AddAssistant = true;
            foreach (ChatMessage message in messages) native.Add(message.Role.Value, message.Text);
            return Encoding.UTF8.GetString(native.Apply());
        }
        catch (Exception e) when (e is RuntimeError or MissingTemplateException or TemplateNotFoundException)
        {
            throw new LocalModelException($"llama.cpp does not know the chat template '{template.Name}'. Choose one of its names, or write your own "
                + $"({nameof(LocalChatTemplate)}.{nameof(LocalChatTemplate.Custom)}). ({e.Message})", e);
        }
    }
}

using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// The chat template of a ProX refiner. The released models have none of their own: with the wrong one they write no calls. Test yours with
/// <see cref="ProXTemplateTest"/>.
/// </summary>
/// <remarks>
/// <see cref="Server"/> leaves the form to the server's own template. The others write the whole prompt into one user message, so the server must pass
/// messages through (vLLM: <c>--chat-template "{{ messages[0]['content'] }}"</c>).
/// </remarks>
public sealed record ProXTemplate
{
    private const string SystemPlace = "{system}", UserPlace = "{user}";

    /// <summary>The server applies its template to a system message and a user message. The default.</summary>
    public static ProXTemplate Server { get; } = new() { Name = "server" };

    /// <summary>Llama 2's template with the system message, as the reference code uses it for documents (GAIR-NLP/ProX, vLLM 0.4.0).</summary>
    public static ProXTemplate Llama2System { get; } = new() { Name = "llama2-sys", Pattern = "[INST] <<SYS>>\n{system}\n<</SYS>>\n\n{user} [/INST]" };

    /// <summary>Llama 2's template without a system message.</summary>
    public static ProXTemplate Llama2 { get; } = new() { Name = "llama2", Pattern = "[INST] {user} [/INST]" };

    /// <summary>The user's message alone: the choice that worked best for the authors of ReScraper (their Table 10).</summary>
    public static ProXTemplate Plain { get; } = new() { Name = "plain", Pattern = "{user}" };

    /// <summary>ChatML, for refiners that were trained on a Qwen model.</summary>
    public static ProXTemplate ChatMl { get; } = new()
    {
        Name = "chatml",
        Pattern = "<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n",
    };

    /// <summary>The presets, in the order in which <see cref="ProXTemplateTest"/> tries them.</summary>
    public static IReadOnlyList<ProXTemplate> All { get; } = [Server, Llama2System, Llama2, Plain, ChatMl];

    /// <summary>A short name for reports and the calls' prompt versions: letters, digits and hyphens.</summary>
    /// <exception cref="ArgumentException">The name is empty or has other characters.</exception>
    public required string Name
    {
        get;
        init => field = value is { Length: > 0 } && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? value
            : throw new ArgumentException($"'{value}' is no name for a template: use letters, digits and hyphens.", nameof(value));
    }

    /// <summary>The system message. Default: the sentence that the released models were trained with (GAIR-NLP/ProX).</summary>
    public string SystemMessage
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = "You are a helpful, respectful and honest assistant.";

    /// <summary>
    /// The whole prompt, with <c>{user}</c> in the place of the text and, if wanted, <c>{system}</c> in that of the system message. Null to send two messages
    /// and leave the form to the server. Default: null.
    /// </summary>
    /// <exception cref="ArgumentException">There is not exactly one place for the text.</exception>
    public string? Pattern
    {
        get;
        init => field = value is null || value.Split(UserPlace).Length == 2 ? value
            : throw new ArgumentException($"A pattern needs the text {UserPlace} exactly once.", nameof(value));
    }

    /// <summary>Builds the messages of a prompt.</summary>
    /// <param name="user">The document or the chunk; white space around it is removed (Llama 2's template).</param>
    public IReadOnlyList<ChatMessage> BuildMessages(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        user = user.Trim();
        if (Pattern is null)
            return SystemMessage.Length == 0 ? [new(ChatRole.User, user)] : [new(ChatRole.System, SystemMessage), new(ChatRole.User, user)];
        // The text comes last: places inside it are the page's, not ours.
        int place = Pattern.IndexOf(UserPlace, StringComparison.Ordinal);
        string before = Pattern[..place].Replace(SystemPlace, SystemMessage, StringComparison.Ordinal);
        string after = Pattern[(place + UserPlace.Length)..].Replace(SystemPlace, SystemMessage, StringComparison.Ordinal);
        return [new(ChatRole.User, before + user + after)];
    }

    /// <summary>Writes the template to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Name), Name);
        writer.Add(nameof(SystemMessage), SystemMessage);
        writer.Add(nameof(Pattern), Pattern);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}

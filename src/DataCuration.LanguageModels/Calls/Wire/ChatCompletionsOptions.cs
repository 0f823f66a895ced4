using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>
/// The key of a server, and the details by which servers of the chat-completions protocol differ. None of them changes an answer, except for
/// <see cref="ExtraFields"/>, which are part of the key of every call.
/// </summary>
public sealed record ChatCompletionsOptions
{
    /// <summary>The API key, which is sent as <c>Authorization: Bearer</c>; null to send none. It never appears in messages or files. Default: null.</summary>
    public string? ApiKey { get; init; }

    /// <summary>More header fields of every request, such as <c>api-key</c> for Azure. Default: empty.</summary>
    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new Dictionary<string, string>();

    /// <summary>The field that carries the maximum length of an answer. Default: <see cref="TokenLimitField.Automatic"/>.</summary>
    public TokenLimitField TokenLimit
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Unknown field.");
    }

    /// <summary>
    /// Top-level fields that are never sent, for servers that refuse fields they do not know: for example <c>seed</c> or <c>stream_options</c>.
    /// Default: empty.
    /// </summary>
    public IReadOnlyList<string> OmittedFields { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// More top-level fields of every request, as the text of a JSON object, for settings that only some servers know:
    /// <c>{"chat_template_kwargs":{"enable_thinking":false}}</c> for Qwen 3, <c>{"reasoning_effort":"low"}</c>. They are sent unchanged. Their text is part
    /// of the key under which an answer is recorded, and is written to the ledger: do not put secrets into it. Default: null.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The text is not a JSON object, names a field twice, or names one that the client writes itself, such as <c>model</c> or <c>temperature</c>.
    /// </exception>
    public string? ExtraFields { get; init => field = Extra(value); }

    /// <summary>
    /// The maximum size of a response in bytes, after decompression; 1,024 or more. A larger response is broken off and not requested again.
    /// Default: 64 MiB (our choice: ten times the longest answer that <c>EndpointOptions.MaxAnswerChars</c> allows by default).
    /// </summary>
    public long MaxResponseBytes
    {
        get;
        init => field = value >= 1_024 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit must be at least 1,024 bytes.");
    } = 64 << 20;

    /// <summary>Returns the options without their secrets: the key and the values of the header fields.</summary>
    public override string ToString() =>
        $"API key: {(ApiKey is null ? "none" : "[hidden]")}, header fields: {string.Join(", ", Headers.Keys)}, token limit: {TokenLimit}, "
            + $"omitted: {string.Join(", ", OmittedFields)}, extra: {string.Join(", ", ChatRequestWriter.NamesIn(ExtraFields))}, "
            + $"at most {MaxResponseBytes} bytes";

    private static string? Extra(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new ArgumentException($"Extra fields must be a JSON object, not {json.RootElement.ValueKind}.", nameof(text));
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
                if (ChatRequestWriter.IsOwn(property.Name))
                    throw new ArgumentException($"'{property.Name}' cannot be an extra field: the client writes it (see CallParameters, "
                        + $"EndpointOptions and {nameof(TokenLimit)}).", nameof(text));
            return text;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The extra fields are not valid JSON: {e.Message}", nameof(text), e);
        }
    }
}

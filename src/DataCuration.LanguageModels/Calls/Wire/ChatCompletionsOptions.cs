namespace DataCuration.LanguageModels;

/// <summary>The key of a server, and the details by which servers of the chat-completions protocol differ. None of them changes an answer.</summary>
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
            + $"omitted: {string.Join(", ", OmittedFields)}, at most {MaxResponseBytes} bytes";
}

using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>Options for preparing a text for a DataMan prompt. The limits are those of the paper's code; null uses the language's default.</summary>
public sealed record DataManTextOptions
{
    /// <summary>
    /// True to remove an opening quotation that contains only an ellipsis, Markdown images without alternative text, and white space around the text.
    /// Default: true (paper's code).
    /// </summary>
    public bool CleanText { get; init; } = true;

    /// <summary>
    /// The maximum length in Unicode code points; 2 or more. Of a longer text, only the first and the last half of this length are used.
    /// Default: 20,000 for English, 60,000 for Chinese (paper's code).
    /// </summary>
    public int? MaxChars
    {
        get;
        init => field = value is null or >= 2 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit must be at least two characters.");
    }

    /// <summary>
    /// The maximum length in tokens; 2 or more. The middle of a longer text is removed.
    /// Default: 1,894 for English, 1,896 for Chinese (paper's code: a prompt of 2,048 tokens minus the words around the text).
    /// </summary>
    public int? MaxTokens
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit must be at least two tokens.");
    }

    /// <summary>Counts tokens; null to estimate them by script, or by <see cref="CharactersPerToken"/> if that is set. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>
    /// The assumed number of characters per token if no encoder is given; null to estimate each character by its script. The figures are ours,
    /// measured with Qwen's vocabulary: 4 characters of English per token, 1.5 of Chinese, 1.4 of Japanese, 2.4 of Russian, 1 of Greek. Default: null.
    /// </summary>
    public double? CharactersPerToken
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of characters per token must be positive.");
    }

    /// <summary>
    /// True to insert a space into the chat-template markers of a text (<c>&lt;|im_start|&gt;</c> and similar), so that a page cannot pose as the user or the
    /// model. Default: true (our choice; the paper's code has no such protection).
    /// </summary>
    public bool BreakChatMarkers { get; init; } = true;

    /// <summary>Writes the options that change a text to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(CleanText), CleanText);
        writer.Add(nameof(MaxChars), MaxChars?.ToString(CultureInfo.InvariantCulture));
        writer.Add(nameof(MaxTokens), MaxTokens?.ToString(CultureInfo.InvariantCulture));
        writer.Add(nameof(CharactersPerToken), CharactersPerToken?.ToString("R", CultureInfo.InvariantCulture));
        writer.Add(nameof(BreakChatMarkers), BreakChatMarkers);
        writer.BeginScope(nameof(TokenEncoder));
        if (TokenEncoder is null) writer.Add("kind", null);
        else TokenEncoder.Describe(writer);
        writer.EndScope();
    }
}

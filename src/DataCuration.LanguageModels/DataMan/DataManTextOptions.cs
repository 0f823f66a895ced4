namespace DataCuration.LanguageModels;

/// <summary>How a text is made ready for a DataMan prompt. The limits are those of the paper's code; null takes the language's own.</summary>
public sealed record DataManTextOptions
{
    /// <summary>Whether an opening quotation of nothing but ellipses and images without a description are removed. Default: true (paper's code).</summary>
    public bool RemoveDebris { get; init; } = true;

    /// <summary>A longer text is looked at in its first and last halves of so many characters only, in Unicode code points; 2 or more. Default: 20,000 for English, 60,000 for Chinese (paper's code).</summary>
    public int? MaxChars { get; init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is at least two characters."); }

    /// <summary>A longer text is cut in its middle, in tokens; 2 or more. Default: 1,894 for English, 1,896 for Chinese (paper's code: a prompt of 2,048 tokens less the words around the text).</summary>
    public int? MaxTokens { get; init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is at least two tokens."); }

    /// <summary>Counts tokens; null to take <see cref="CharactersPerToken"/> for a token. Default: null.</summary>
    public ITokenEncoder? TokenEncoder { get; init; }

    /// <summary>How many characters stand for a token where no encoder is given. Default: 4 for English, 1.5 for Chinese (our choice, about what Qwen2's vocabulary has on such text).</summary>
    public double? CharactersPerToken { get; init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A token has some length."); }

    /// <summary>
    /// Whether the markers of chat templates in a text (<c>&lt;|im_start|&gt;</c> and the like) are broken up by a blank, so that a page cannot play the part of the user or the model. Default: true (ours; the paper's code has nothing of the kind).
    /// </summary>
    public bool BreakChatMarkers { get; init; } = true;

    /// <summary>Writes what changes a text, for a stage's fingerprint.</summary>
    /// <param name="writer">Takes the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(RemoveDebris), RemoveDebris);
        writer.Add(nameof(MaxChars), MaxChars?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(MaxTokens), MaxTokens?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(CharactersPerToken), CharactersPerToken?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(BreakChatMarkers), BreakChatMarkers);
        writer.BeginScope(nameof(TokenEncoder));
        if (TokenEncoder is null) writer.Add("kind", null);
        else TokenEncoder.Describe(writer);
        writer.EndScope();
    }
}

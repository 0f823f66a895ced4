namespace DataCuration.Tokenization;

/// <summary>A token that is listed under <c>added_tokens</c> of a <c>tokenizer.json</c>: it is searched in the text before anything else.</summary>
/// <param name="Id">The id.</param>
/// <param name="Content">The text of the token.</param>
public sealed record AddedTokenInfo(int Id, string Content)
{
    /// <summary>True if the file marks it as special: it structures a text and is left out of decoded text on request. Default: false.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>True if it is only recognized as a whole word. Default: false.</summary>
    public bool SingleWord { get; init; }

    /// <summary>True if it includes the white space before it. Default: false.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>True if it includes the white space after it. Default: false.</summary>
    public bool StripsRight { get; init; }

    /// <summary>True if it is searched in normalized text, in its own normal form. Default: false.</summary>
    public bool IsNormalized { get; init; }
}

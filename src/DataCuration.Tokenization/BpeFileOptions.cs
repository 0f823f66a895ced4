namespace DataCuration.Tokenization;

/// <summary>The facts about a byte-pair encoding that its files of vocabulary and merges leave out.</summary>
public sealed record BpeFileOptions
{
    /// <summary>
    /// The splitting of text into words. Null if the vocabulary is a known one: Qwen 2 to 3, Llama 3, GPT-4o. Any other vocabulary needs it. Default: null.
    /// </summary>
    public BpeSplitting? Splitting { get; init; }

    /// <summary>
    /// The token that ends documents. Null for that of a known vocabulary; otherwise for <c>&lt;|endoftext|&gt;</c>, which the vocabulary must then contain.
    /// Default: null.
    /// </summary>
    public string? EndOfDocumentToken { get; init; }

    /// <summary>
    /// The id of the token that ends documents, for models that list it in another file, such as <c>added_tokens.json</c>. Null to look it up in the
    /// vocabulary. Default: null.
    /// </summary>
    public int? EndOfDocumentId
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "An id must not be negative.");
    }

    /// <summary>
    /// True if the vocabulary spells bytes, as GPT-2 and almost all later models do; false if it spells characters, which loses unknown characters.
    /// Default: true.
    /// </summary>
    public bool ByteLevel { get; init; } = true;
}

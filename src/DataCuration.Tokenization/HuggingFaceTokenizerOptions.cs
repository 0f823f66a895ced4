namespace DataCuration.Tokenization;

/// <summary>Options of a <see cref="HuggingFaceTokenizer"/>.</summary>
public sealed record HuggingFaceTokenizerOptions
{
    /// <summary>
    /// The treatment of special tokens that a text spells. The text of corpora is untrusted: a page that contains <c>&lt;|endoftext|&gt;</c> must not end its
    /// document early.
    /// </summary>
    /// <value>Default: <see cref="SpecialTokenParsing.Ordinary"/>.</value>
    public SpecialTokenParsing SpecialTokens { get; init; } = SpecialTokenParsing.Ordinary;

    /// <summary>Further added tokens that text must not spell, for files that do not mark them as special, such as <c>&lt;think&gt;</c>.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> UntrustedTokens { get; init; } = [];

    /// <summary>
    /// True to add the tokens of the file's post-processor around each text, such as <c>[CLS]</c> and <c>[SEP]</c>. Token shards need none: they end documents
    /// on their own.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AddSpecialTokens { get; init; }

    /// <summary>
    /// The token that ends documents. Null for the first of <c>&lt;|endoftext|&gt;</c>, <c>&lt;|end_of_text|&gt;</c>,
    /// <c>&lt;&#xFF5C;end&#x2581;of&#x2581;sentence&#xFF5C;&gt;</c>, <c>&lt;/s&gt;</c>, <c>&lt;eos&gt;</c> and <c>[SEP]</c> that the file has.
    /// </summary>
    /// <value>Default: null.</value>
    public string? EndOfDocumentToken { get; init; }
}

namespace DataCuration.LanguageModels;

/// <summary>Counts the tokens of each line of a text, for <see cref="ProXChunker"/>. Implementations are thread-safe.</summary>
/// <remarks>
/// A counter gets the whole text with the places of its lines, so that it can tokenize the text once. A count includes the line's number (<c>[012]</c>) and
/// what the model's template adds for each line.
/// </remarks>
public abstract class ProXLineCounter
{
    /// <summary>
    /// The counter that needs no tokenizer: it estimates each character by its script, with figures of Qwen2's vocabulary. Llama 2's, which the published
    /// refiners have, needs more tokens for scripts other than Latin: use <see cref="FromEncoder"/> with it.
    /// </summary>
    public static ProXLineCounter Estimate { get; } = new ScriptLineCounter();

    /// <summary>Counts the tokens of all lines.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="starts">The offset of each line.</param>
    /// <param name="tokens">Receives the number of tokens of each line.</param>
    public abstract void Count(ReadOnlySpan<byte> utf8Text, ReadOnlySpan<int> starts, Span<int> tokens);

    /// <summary>Writes the identity of the counter to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public abstract void Describe(FingerprintWriter writer);

    /// <summary>
    /// Creates a counter from a function for one numbered line, as the reference counts. The lines with their numbers are tokenized one by one.
    /// </summary>
    /// <param name="count">Returns the tokens of a numbered line in UTF-8, such as <c>[012]text</c>, with the token that begins a text. Thread-safe.</param>
    /// <param name="version">Identifies the function in fingerprints: change it whenever the function changes.</param>
    public static ProXLineCounter FromNumberedLines(ProXTokenCount count, string version) => new NumberedLineCounter(count, version);

    /// <summary>
    /// Creates a counter from a tokenizer. It tokenizes each line once, without its number, and adds the tokens of the numbers, which it looks up.
    /// </summary>
    /// <param name="encoder">The model's tokenizer.</param>
    /// <param name="tokensPerLine">
    /// The tokens to add for each line. Default: 1, as the reference counts the token that begins a text for each line; it roughly stands for the line feed.
    /// </param>
    public static ProXLineCounter FromEncoder(ITokenEncoder encoder, int tokensPerLine = 1) => new EncoderLineCounter(encoder, tokensPerLine);

    /// <summary>
    /// Creates a counter from a tokenizer that counts exactly as the reference: each line is tokenized with its number. For published data in compat mode.
    /// </summary>
    /// <param name="encoder">The model's tokenizer.</param>
    /// <param name="tokensPerLine">The tokens to add for each line. Default: 1, the token that begins a text.</param>
    public static ProXLineCounter FromEncoderExactly(ITokenEncoder encoder, int tokensPerLine = 1) => new ExactLineCounter(encoder, tokensPerLine);
}

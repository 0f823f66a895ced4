namespace DataCuration;

/// <summary>
/// Writes documents as tokens, in the layout of Megatron-LM: for each shard <c>part-00042.bin</c> (the tokens, little-endian) and <c>part-00042.idx</c>
/// (lengths and byte pointers), which Megatron's own loader reads as they are. Two files of ours lie beside them: <c>part-00042.documents.jsonl</c> says for each document
/// its id, source file, offset and bytes of text, and <c>part-00042.tokens.json</c> says what the tokens mean. <see cref="TokenShards"/> reads them.
/// A shard without documents has no files.
/// </summary>
/// <remarks>
/// Tokens are uint16 for vocabularies below 65,500 and int32 otherwise, as Megatron chooses. Memory: one document's tokens, a buffer, and 4 bytes for each
/// document of the shard. Without <see cref="AppendEndOfDocument"/>, a file whose documents are all without text holds no token: NumPy, and so Megatron, cannot map it.
/// </remarks>
public sealed class TokenShardSink : IDocumentSink
{
    // Written into fingerprints: to be raised when the same documents would give other bytes.
    private const int FormatVersion = 2; // 2: a shard without documents has no files

    /// <summary>Makes a sink.</summary>
    /// <param name="encoder">Turns text into tokens; shared by all workers.</param>
    public TokenShardSink(ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Encoder = encoder;
    }

    /// <summary>Turns text into tokens.</summary>
    public ITokenEncoder Encoder { get; }

    /// <summary>Whether each document ends with <see cref="ITokenEncoder.EndOfDocument"/>. A model trained without it cannot tell where one document ends and the next begins.</summary>
    /// <value>Default true, as in the pretraining of GPT-2 and Llama.</value>
    public bool AppendEndOfDocument { get; init; } = true;

    /// <summary>
    /// How many tokens a file may hold: when the next document would go beyond, the shard continues in <c>part-00042-00001</c>, <c>part-00042-00002</c>, ….
    /// A single document with more tokens gets a file of its own; documents are never cut.
    /// </summary>
    /// <value>Default 2^62: one file for each shard.</value>
    public long MaxTokensPerFile
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A file must be allowed at least one token.");
    } = 1L << 62;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("format", FormatVersion);
        writer.Add(nameof(AppendEndOfDocument), AppendEndOfDocument);
        writer.Add(nameof(MaxTokensPerFile), MaxTokensPerFile);
        writer.BeginScope("encoder");
        Encoder.Describe(writer);
        writer.EndScope();
    }

    /// <inheritdoc/>
    public IShardWriter Open(ShardOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new TokenShardWriter(this, output);
    }
}

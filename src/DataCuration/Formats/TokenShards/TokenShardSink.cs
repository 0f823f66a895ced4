namespace DataCuration;

/// <summary>
/// Writes documents as tokens in the layout of Megatron-LM: for each shard <c>part-00042.bin</c> (the tokens, little-endian) and <c>part-00042.idx</c>
/// (lengths and byte pointers), which Megatron's own loader can read. Two more files belong to each shard: <c>part-00042.documents.jsonl</c> has the id,
/// source file, offset and text length of each document, and <c>part-00042.tokens.json</c> describes the tokens. <see cref="TokenShards"/> reads them. A
/// shard without documents has no files.
/// </summary>
/// <remarks>
/// Tokens are uint16 for vocabularies below 65,500 and int32 otherwise, as Megatron chooses. Memory: the tokens of one document, a buffer, and 4 bytes for
/// each document of the shard. Without <see cref="AppendEndOfDocument"/>, a file whose documents are all empty has no tokens. NumPy, and therefore Megatron,
/// cannot map it.
/// </remarks>
public sealed class TokenShardSink : IDocumentSink
{
    // Part of fingerprints. Increase it when the same documents give other bytes.
    private const int FormatVersion = 2; // 2: a shard without documents has no files

    /// <summary>Creates a sink.</summary>
    /// <param name="encoder">The tokenizer, shared by all workers.</param>
    public TokenShardSink(ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        Encoder = encoder;
    }

    /// <summary>Creates a sink that writes a loss mask too, in the side file <c>part-00042.mask</c>.</summary>
    /// <param name="tokenizer">Writes documents as tokens; shared by all workers.</param>
    public TokenShardSink(IDocumentTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        Encoder = tokenizer.Encoder;
        Tokenizer = tokenizer;
    }

    /// <summary>The tokenizer.</summary>
    public ITokenEncoder Encoder { get; }

    /// <summary>Writes documents as tokens with a loss mask; null if all tokens have loss.</summary>
    public IDocumentTokenizer? Tokenizer { get; }

    /// <summary>True to end each document with <see cref="ITokenEncoder.EndOfDocument"/>. A model trained without it cannot tell documents apart.</summary>
    /// <value>Default true, as in the pretraining of GPT-2 and Llama.</value>
    public bool AppendEndOfDocument { get; init; } = true;

    /// <summary>
    /// The maximum number of tokens in a file. When the next document would exceed it, the shard continues in <c>part-00042-00001</c>,
    /// <c>part-00042-00002</c>, …. A document with more tokens gets its own file; documents are never cut.
    /// </summary>
    /// <value>Default 2^62: one file per shard.</value>
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
        if (Tokenizer is null) writer.AddScope("encoder", Encoder.Describe);
        else writer.AddScope("tokenizer", Tokenizer.Describe);
    }

    /// <inheritdoc/>
    public IShardWriter Open(ShardOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new TokenShardWriter(this, output);
    }
}

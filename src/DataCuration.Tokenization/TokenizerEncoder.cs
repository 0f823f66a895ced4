using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>
/// Encodes documents with a tokenizer of <c>Microsoft.ML.Tokenizers</c>: a tiktoken encoding by name, a byte-pair encoding from vocabulary and merges files, or a
/// SentencePiece model. Thread-safe: one serves all workers.
/// </summary>
/// <remarks>
/// Text never turns into a special token: where a text spells one out (<c>&lt;|endoftext|&gt;</c>), it is encoded as ordinary text, so that no web page can end its
/// document early. To that end such a text is encoded in two parts, cut after the spelling's first character. The factories know the spellings; the public constructor is told
/// them, and what it is not told is left to the tokenizer.
/// </remarks>
public sealed class TokenizerEncoder : ITokenEncoder
{
    private const string SentencePieceKind = "sentencepiece";

    private readonly Tokenizer tokenizer;
    private readonly string kind;
    private readonly string vocabularyHash;
    private readonly SearchValues<string> specialSpellings;
    private readonly string[] toldSpellings = [];

    internal TokenizerEncoder(Tokenizer tokenizer, string kind, int vocabularySize, int endOfDocument, string vocabularyHash, IEnumerable<string>? specialSpellings = null)
    {
        this.tokenizer = tokenizer;
        this.kind = kind;
        this.vocabularyHash = vocabularyHash;
        this.specialSpellings = SearchValues.Create([.. (specialSpellings ?? []).Where(spelling => spelling.Length > 1)], StringComparison.Ordinal);
        VocabularySize = vocabularySize;
        EndOfDocument = endOfDocument;
    }

    /// <summary>Makes an encoder of a tokenizer that none of the other methods makes.</summary>
    /// <param name="tokenizer">A thread-safe tokenizer that adds no begin or end tokens of its own.</param>
    /// <param name="vocabularySize">How many token ids there are, the end-of-document token included.</param>
    /// <param name="endOfDocument">The token that ends a document; below <paramref name="vocabularySize"/>.</param>
    /// <param name="version">Identifies the tokenizer and its vocabulary in fingerprints: change it whenever either changes.</param>
    /// <param name="specialTokens">
    /// How the tokens are spelled that the tokenizer would make of text but that text must not turn into, <c>&lt;|endoftext|&gt;</c> for one; null for none. They belong to the fingerprint.
    /// </param>
    /// <exception cref="ArgumentException">A special token has fewer than two characters: it could not be cut.</exception>
    public TokenizerEncoder(Tokenizer tokenizer, int vocabularySize, int endOfDocument, string version, IEnumerable<string>? specialTokens = null)
        : this(NotNull(tokenizer), "custom", vocabularySize, endOfDocument, NotEmpty(version), specialTokens = specialTokens?.ToArray())
    {
        toldSpellings = [.. (specialTokens ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (toldSpellings.FirstOrDefault(spelling => spelling.Length < 2) is { } tooShort)
            throw new ArgumentException($"The special token '{tooShort}' has fewer than two characters: text that holds it cannot be cut inside it.", nameof(specialTokens));
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(endOfDocument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(endOfDocument, vocabularySize);
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int EndOfDocument { get; }

    /// <summary>Makes the encoder of an OpenAI model: <c>gpt-4o</c> has <c>o200k_base</c>. The application references the encoding's data package, such as <c>Microsoft.ML.Tokenizers.Data.O200kBase</c>.</summary>
    /// <param name="modelName">The model's name.</param>
    /// <exception cref="NotSupportedException">The model is not known, or its data package is not there.</exception>
    public static TokenizerEncoder ForTiktokenModel(string modelName)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        return TiktokenEncodings.Make(modelName, () => TiktokenTokenizer.CreateForModel(modelName));
    }

    /// <summary>Makes the encoder of a tiktoken encoding: <c>o200k_base</c>, <c>cl100k_base</c>, <c>p50k_base</c>, <c>r50k_base</c> or <c>gpt2</c>. The application references the encoding's data package.</summary>
    /// <param name="encodingName">The encoding's name.</param>
    /// <exception cref="NotSupportedException">The encoding is not known, or its data package is not there.</exception>
    public static TokenizerEncoder ForTiktokenEncoding(string encodingName)
    {
        ArgumentException.ThrowIfNullOrEmpty(encodingName);
        return TiktokenEncodings.Make(encodingName, () => TiktokenTokenizer.CreateForEncoding(encodingName));
    }

    /// <summary>Makes the encoder of a byte-pair encoding in the form of GPT-2's files: bytes spelled as printable characters, words split by GPT-2's pattern.</summary>
    /// <param name="vocabularyPath"><c>vocab.json</c>: an object from token to id.</param>
    /// <param name="mergesPath"><c>merges.txt</c>: one merge a line, in order of rank.</param>
    /// <param name="endOfDocumentToken">The token that ends documents. If the vocabulary lacks it, it gets the next free id.</param>
    /// <param name="byteLevel">Whether the vocabulary spells bytes (GPT-2 and nearly all since); false for one of plain characters, whose unknown characters are lost.</param>
    public static TokenizerEncoder FromBpeFiles(string vocabularyPath, string mergesPath, string endOfDocumentToken = "<|endoftext|>", bool byteLevel = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(vocabularyPath);
        ArgumentException.ThrowIfNullOrEmpty(mergesPath);
        ArgumentException.ThrowIfNullOrEmpty(endOfDocumentToken);
        BpeTokenizer tokenizer = BpeTokenizer.Create(new BpeOptions(vocabularyPath, mergesPath) { ByteLevel = byteLevel, PreTokenizer = RobertaPreTokenizer.Instance });
        return FromVocabulary(tokenizer, byteLevel ? "byte-level bpe" : "bpe", tokenizer.Vocabulary, endOfDocumentToken, HashFiles(vocabularyPath, mergesPath));
    }

    /// <summary>Makes the encoder of a SentencePiece model (<c>tokenizer.model</c>, byte-pair or unigram): Llama 1 and 2, Mistral, Gemma, T5.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <param name="endOfDocumentToken">The token that ends documents; null for the model's own end-of-sentence token (<c>&lt;/s&gt;</c>).</param>
    public static TokenizerEncoder FromSentencePieceFile(string modelPath, string? endOfDocumentToken = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        using FileStream stream = File.OpenRead(modelPath);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        return FromVocabulary(tokenizer, SentencePieceKind, tokenizer.Vocabulary, endOfDocumentToken ?? tokenizer.EndOfSentenceToken, HashFiles(modelPath));
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", kind);
        writer.Add("vocabulary", vocabularyHash);
        writer.Add("vocabulary_size", VocabularySize);
        writer.Add("end_of_document", EndOfDocument);
        for (int i = 0; i < toldSpellings.Length; i++) writer.Add($"special_token.{i}", toldSpellings[i]);
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        // Valid UTF-8 never has more UTF-16 units than bytes.
        char[] rented = ArrayPool<char>.Shared.Rent(utf8Text.Length);
        ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.UTF8.GetChars(utf8Text, rented));
        for (int special; (special = text.IndexOfAny(specialSpellings)) >= 0; text = text[(special + 1)..])
            tokens.AddRange(tokenizer.EncodeToIds(text[..(special + 1)]));
        int before = tokens.Count;
        if (!text.IsEmpty) tokens.AddRange(tokenizer.EncodeToIds(text));
        if (tokens.Count == before && kind == SentencePieceKind && !text.IsWhiteSpace()) EncodeLostText(text, tokens);
        ArrayPool<char>.Shared.Return(rented);
    }

    // Microsoft.ML.Tokenizers 2.0.1 gives no token at all for a text of one character that has no piece of its own, though the model can spell bytes. Twice the
    // text is encoded rightly, and ends with the same bytes twice.
    private void EncodeLostText(ReadOnlySpan<char> text, List<int> tokens)
    {
        IReadOnlyList<int> twice = tokenizer.EncodeToIds(string.Concat(text, text));
        int once = Encoding.UTF8.GetByteCount(text);
        if (twice.Count < 2 * once || !twice.TakeLast(once).SequenceEqual(twice.SkipLast(once).TakeLast(once)))
            throw new InvalidOperationException($"The tokenizer gives no token for the text '{text}'.");
        tokens.AddRange(twice.SkipLast(once));
    }

    /// <summary>Turns tokens back into text; end-of-document tokens are left out.</summary>
    /// <param name="tokens">The tokens. Those of half a character become U+FFFD.</param>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return tokenizer.Decode(tokens.Where(token => token != EndOfDocument));
    }

    private static TokenizerEncoder FromVocabulary(Tokenizer tokenizer, string kind, IReadOnlyDictionary<string, int> vocabulary, string endOfDocumentToken, string hash)
    {
        int size = vocabulary.Values.Max() + 1; // ids may have gaps
        bool known = vocabulary.TryGetValue(endOfDocumentToken, out int endOfDocument);
        return known ? new(tokenizer, kind, size, endOfDocument, hash) : new(tokenizer, kind, size + 1, size, hash);
    }

    private static string HashFiles(params ReadOnlySpan<string> paths)
    {
        var hash = new XxHash128();
        foreach (string path in paths)
        {
            using FileStream stream = File.OpenRead(path);
            hash.Append(BitConverter.GetBytes(stream.Length));
            hash.Append(stream);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static Tokenizer NotNull(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return tokenizer;
    }

    private static string NotEmpty(string version)
    {
        ArgumentException.ThrowIfNullOrEmpty(version);
        return version;
    }
}

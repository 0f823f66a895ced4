using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>
/// Encodes documents with a tokenizer of <c>Microsoft.ML.Tokenizers</c>: a tiktoken encoding by name, a byte-pair encoding from vocabulary and merges files,
/// or a SentencePiece model. Thread-safe.
/// </summary>
/// <remarks>
/// Text is never encoded as a special token: a text that contains <c>&lt;|endoftext|&gt;</c> is encoded as ordinary text, so that no web page can end its
/// document early. Such a text is encoded in two parts, cut after the first character of the special token. The factory methods know the special tokens. The
/// public constructor takes them as a parameter, and leaves others to the tokenizer.
/// </remarks>
public sealed class TokenizerEncoder : ITokenSpanEncoder, ITokenTextDecoder
{
    private const string SentencePieceKind = "sentencepiece";

    private readonly Tokenizer tokenizer;
    private readonly string kind;
    private readonly string vocabularyHash;
    private readonly SearchValues<string> specialSpellings;
    private readonly WordSplitter? splitter;
    private readonly string[] toldSpellings = [];
    private readonly int[]? byteLengths;

    internal TokenizerEncoder(Tokenizer tokenizer, string kind, int vocabularySize, int endOfDocument, string vocabularyHash,
        IEnumerable<string>? specialSpellings = null, WordSplitter? splitter = null, int[]? byteLengths = null)
    {
        this.byteLengths = byteLengths ?? TokenLengths.Of(tokenizer, vocabularySize);
        this.splitter = splitter;
        this.tokenizer = tokenizer;
        this.kind = kind;
        this.vocabularyHash = vocabularyHash;
        this.specialSpellings = SearchValues.Create([.. (specialSpellings ?? []).Where(spelling => spelling.Length > 1)], StringComparison.Ordinal);
        VocabularySize = vocabularySize;
        EndOfDocument = endOfDocument;
    }

    /// <summary>Creates an encoder from any tokenizer.</summary>
    /// <param name="tokenizer">A thread-safe tokenizer that adds no tokens at the start or end.</param>
    /// <param name="vocabularySize">The number of token ids, including the end-of-document token.</param>
    /// <param name="endOfDocument">The token that ends a document, below <paramref name="vocabularySize"/>.</param>
    /// <param name="version">Identifies the tokenizer and its vocabulary in fingerprints: change it whenever either changes.</param>
    /// <param name="specialTokens">
    /// The spellings of special tokens that the tokenizer would recognize in text, such as <c>&lt;|endoftext|&gt;</c>; null for no such tokens. They are part
    /// of the fingerprint.
    /// </param>
    /// <exception cref="ArgumentException">A special token has fewer than two characters, so it cannot be cut.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="vocabularySize"/> is below 1, or <paramref name="endOfDocument"/> is not a token of the vocabulary.
    /// </exception>
    public TokenizerEncoder(Tokenizer tokenizer, int vocabularySize, int endOfDocument, string version, IEnumerable<string>? specialTokens = null)
        : this(NotNull(tokenizer), "custom", AtLeastOne(vocabularySize), endOfDocument, NotEmpty(version), specialTokens = specialTokens?.ToArray())
    {
        toldSpellings = [.. (specialTokens ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (toldSpellings.FirstOrDefault(spelling => spelling.Length < 2) is { } tooShort)
            throw new ArgumentException($"The special token '{tooShort}' has fewer than two characters, so text cannot be cut inside it.",
                nameof(specialTokens));
        ArgumentOutOfRangeException.ThrowIfNegative(endOfDocument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(endOfDocument, vocabularySize);
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public int EndOfDocument { get; }

    /// <summary>
    /// True for tiktoken encodings and byte-level byte-pair vocabularies, whose tokens spell fixed bytes; false for SentencePiece models and other tokenizers.
    /// </summary>
    public bool HasSpans => byteLengths is not null;

    /// <summary>
    /// Creates the encoder of an OpenAI model, such as <c>gpt-4o</c>, whose encoding is <c>o200k_base</c>. The application must reference the data package of
    /// the encoding, such as <c>Microsoft.ML.Tokenizers.Data.O200kBase</c>.
    /// </summary>
    /// <param name="modelName">The name of the model.</param>
    /// <exception cref="NotSupportedException">The model is unknown, or its data package is missing.</exception>
    public static TokenizerEncoder ForTiktokenModel(string modelName)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        return TiktokenEncodings.Make(modelName, () => TiktokenTokenizer.CreateForModel(modelName));
    }

    /// <summary>
    /// Creates the encoder of a tiktoken encoding: <c>o200k_base</c>, <c>cl100k_base</c>, <c>p50k_base</c>, <c>r50k_base</c> or <c>gpt2</c>. The application
    /// must reference the data package of the encoding.
    /// </summary>
    /// <param name="encodingName">The name of the encoding.</param>
    /// <exception cref="NotSupportedException">The encoding is unknown, or its data package is missing.</exception>
    public static TokenizerEncoder ForTiktokenEncoding(string encodingName)
    {
        ArgumentException.ThrowIfNullOrEmpty(encodingName);
        return TiktokenEncodings.Make(encodingName, () => TiktokenTokenizer.CreateForEncoding(encodingName));
    }

    /// <summary>
    /// Creates the encoder of a byte-pair encoding from files in the format of GPT-2. The files do not say how the model splits text into words, so
    /// this is only possible for known vocabularies and with <see cref="BpeFileOptions.Splitting"/>.
    /// </summary>
    /// <param name="vocabularyPath">The path of <c>vocab.json</c>: an object from token to id.</param>
    /// <param name="mergesPath">The path of <c>merges.txt</c>: one merge per line, in order of rank.</param>
    /// <param name="options">The facts that the files leave out; null for a known vocabulary.</param>
    /// <exception cref="NotSupportedException">
    /// The vocabulary is not known and no splitting is given, its splitting is not supported, or it does not contain the token that ends documents.
    /// </exception>
    public static TokenizerEncoder FromBpeFiles(string vocabularyPath, string mergesPath, BpeFileOptions? options = null) =>
        BpeFiles.Read(vocabularyPath, mergesPath, options ?? new BpeFileOptions());

    /// <summary>Creates the encoder of a SentencePiece model (<c>tokenizer.model</c>, byte-pair or unigram): Llama 1 and 2, Mistral, Gemma, T5.</summary>
    /// <param name="modelPath">The model file.</param>
    /// <param name="endOfDocumentToken">The token that ends documents; null for the model's end-of-sentence token (<c>&lt;/s&gt;</c>).</param>
    /// <exception cref="NotSupportedException">The model has no such token.</exception>
    public static TokenizerEncoder FromSentencePieceFile(string modelPath, string? endOfDocumentToken = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        Addresses.RefuseLocal(modelPath, "a SentencePiece model");
        using FileStream stream = File.OpenRead(modelPath);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        string end = endOfDocumentToken ?? tokenizer.EndOfSentenceToken;
        if (!tokenizer.Vocabulary.TryGetValue(end, out int endOfDocument))
            throw new NotSupportedException($"'{modelPath}' has no token '{end}' to end documents with. Name one that it has as {nameof(endOfDocumentToken)}.");
        int size = tokenizer.Vocabulary.Values.Max() + 1; // ids may have gaps
        return new TokenizerEncoder(tokenizer, SentencePieceKind, size, endOfDocument, HashFiles(modelPath));
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
    /// <exception cref="InvalidOperationException">The tokenizer gave a token beyond <see cref="VocabularySize"/>.</exception>
    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        // Valid UTF-8 never has more UTF-16 units than bytes.
        char[] rented = ArrayPool<char>.Shared.Rent(utf8Text.Length);
        ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.UTF8.GetChars(utf8Text, rented));
        int first = tokens.Count;
        for (int special; (special = text.IndexOfAny(specialSpellings)) >= 0; text = text[(special + 1)..]) EncodePart(text[..(special + 1)], tokens);
        int before = tokens.Count;
        if (!text.IsEmpty) EncodePart(text, tokens);
        if (tokens.Count == before && kind == SentencePieceKind && !text.IsWhiteSpace()) EncodeLostText(text, tokens);
        ArrayPool<char>.Shared.Return(rented);
        CheckIds(CollectionsMarshal.AsSpan(tokens)[first..]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// If the vocabulary composes characters first (NFC), a token that ends inside a composed character ends where the original spelling of it ends.
    /// </remarks>
    public void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(byteLengths);
        if (this.byteLengths is null) throw new NotSupportedException($"The bytes of the tokens of this vocabulary ({kind}) are not known.");
        int first = tokens.Count, added = byteLengths.Count;
        Encode(utf8Text, tokens);
        long sum = 0;
        for (int i = first; i < tokens.Count; i++)
        {
            int length = this.byteLengths[tokens[i]];
            byteLengths.Add(length);
            sum += length;
        }
        long expected = utf8Text.Length;
        if (tokenizer.Normalizer is NfcNormalizer)
        {
            string text = Encoding.UTF8.GetString(utf8Text);
            string composed = CanonicalComposition.Compose(text);
            if (composed != text)
            {
                expected = Encoding.UTF8.GetByteCount(composed);
                if (sum == expected) ComposedSpans.ToOriginal(text, CollectionsMarshal.AsSpan(byteLengths)[added..]);
            }
        }
        if (sum != expected)
            throw new InvalidOperationException($"The tokens of a text of {expected} bytes spell {sum} bytes: the vocabulary ({kind}) does not "
                + "keep all bytes.");
    }

    // The library's own patterns match UTF-16 units, and would split text with letters outside of the basic plane in other places than the reference does.
    private void EncodePart(ReadOnlySpan<char> text, List<int> tokens)
    {
        if (splitter is null || !text.ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            tokens.AddRange(tokenizer.EncodeToIds(text));
            return;
        }
        foreach ((int offset, int length) in splitter.Split(text))
            tokens.AddRange(tokenizer.EncodeToIds(text.Slice(offset, length), considerPreTokenization: false, considerNormalization: false));
    }

    // Microsoft.ML.Tokenizers 2.0.1 gives no token for a text of a single character that has no piece, although the model can spell bytes. The repeated text is
    // encoded correctly, and ends with the same byte tokens twice.
    private void EncodeLostText(ReadOnlySpan<char> text, List<int> tokens)
    {
        IReadOnlyList<int> twice = tokenizer.EncodeToIds(string.Concat(text, text));
        int once = Encoding.UTF8.GetByteCount(text);
        if (twice.Count < 2 * once || !twice.TakeLast(once).SequenceEqual(twice.SkipLast(once).TakeLast(once)))
            throw new InvalidOperationException($"The tokenizer gives no token for the text '{text}'.");
        tokens.AddRange(twice.SkipLast(once));
    }

    /// <summary>Decodes tokens to text. End-of-document tokens are skipped.</summary>
    /// <param name="tokens">The tokens. Incomplete characters become U+FFFD.</param>
    public string Decode(IEnumerable<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return tokenizer.Decode(tokens.Where(token => token != EndOfDocument));
    }

    string ITokenTextDecoder.Decode(ReadOnlySpan<int> tokens) => Decode(tokens.ToArray());

    internal static string HashFiles(params ReadOnlySpan<string> paths)
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

    private static int AtLeastOne(int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, 1);
        return vocabularySize;
    }

    // A wrong vocabulary size would otherwise end far from here, in a shard or a model.
    private void CheckIds(ReadOnlySpan<int> tokens)
    {
        foreach (int token in tokens)
            if ((uint)token >= (uint)VocabularySize)
                throw new InvalidOperationException($"The tokenizer ({kind}) gave the token {token}, but the vocabulary has {VocabularySize} tokens: "
                    + "its size is wrong.");
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

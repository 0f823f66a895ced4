using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace DataCuration.Tokenization;

/// <summary>
/// A tokenizer from a <c>tokenizer.json</c>, the format of Hugging Face's <c>tokenizers</c> library: byte-pair encoding (byte-level, or SentencePiece-style
/// with byte fallback), Unigram, WordPiece and WordLevel, with the normalizers, pre-tokenizers, decoders and added tokens of the file. Ids are those of the
/// reference. A file with a part that cannot be reproduced is refused. Thread-safe.
/// </summary>
/// <remarks>
/// Text is untrusted by default: special tokens that it spells are encoded as ordinary text (<see cref="HuggingFaceTokenizerOptions.SpecialTokens"/>).
/// Truncation and padding of the file are not applied: a document is encoded whole.
/// </remarks>
public sealed class HuggingFaceTokenizer : ITokenSpanEncoder, ITokenOffsetEncoder, ITokenTextDecoder
{
    private const int PoolSize = 64;

    private readonly TokenizerParts parts;
    private readonly HuggingFaceTokenizerOptions options;
    private readonly string file, hash;
    private readonly EncodeScratch?[] pool = new EncodeScratch?[PoolSize];
    private readonly int endOfDocument;
    private readonly TokenTexts texts;
    private readonly Lazy<int[]?> byteLengths;

    private HuggingFaceTokenizer(string file, ReadOnlyMemory<byte> json, HuggingFaceTokenizerOptions options)
    {
        (this.file, this.options) = (file, options);
        hash = Convert.ToHexStringLower(XxHash128.Hash(json.Span));
        parts = PipelineReader.Read(file, json, IsParsed);
        int last = parts.Pipeline.Model.Tokens.Size - 1;
        foreach (AddedTokenInfo token in parts.Added) last = Math.Max(last, token.Id);
        VocabularySize = last + 1;
        texts = new TokenTexts(parts);
        byteLengths = new Lazy<int[]?>(FindByteLengths);
        endOfDocument = FindEnd();
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The file has no token that usually ends documents, and the options name none.</exception>
    public int EndOfDocument => endOfDocument >= 0 ? endOfDocument : throw new InvalidOperationException(
        $"'{file}' has no token that usually ends documents. Name one as {nameof(HuggingFaceTokenizerOptions)}.{nameof(options.EndOfDocumentToken)}.");

    /// <summary>The kind of the model: <c>BPE</c>, <c>Unigram</c>, <c>WordPiece</c> or <c>WordLevel</c>.</summary>
    public string ModelKind => parts.Pipeline.Model.Kind;

    /// <summary>The added tokens of the file, in its order.</summary>
    public IReadOnlyList<AddedTokenInfo> AddedTokens => parts.Added;

    /// <summary>
    /// True if the tokens of a text cover all of it: for byte-pair and Unigram models, unless a normalizer or pre-tokenizer leaves text out. False for
    /// WordPiece models, which leave out white space.
    /// </summary>
    public bool HasSpans => parts.KeepsText;

    /// <summary>The parts of the tokenizer.</summary>
    internal TokenizerParts Parts => parts;

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">A <c>tokenizer.json</c>, also with gzip (<c>.gz</c>), or a folder that contains one.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The file is not a valid tokenizer.</exception>
    /// <exception cref="NotSupportedException">The file has a part that this library cannot reproduce, or lacks the token that ends documents.</exception>
    public static HuggingFaceTokenizer Load(string path, HuggingFaceTokenizerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (string file, ReadOnlyMemory<byte> json) = TokenizerFile.Read(path);
        return new(file, json, options ?? new());
    }

    /// <summary>Reads a tokenizer from memory.</summary>
    /// <param name="json">The content of a <c>tokenizer.json</c> in UTF-8. Not kept.</param>
    /// <param name="name">A name for messages.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The content is not a valid tokenizer.</exception>
    /// <exception cref="NotSupportedException">The content has a part that this library cannot reproduce, or lacks the token that ends documents.</exception>
    public static HuggingFaceTokenizer Parse(ReadOnlyMemory<byte> json, string name = TokenizerFile.Name, HuggingFaceTokenizerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, json, options ?? new());
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "tokenizer.json/1");
        writer.Add("vocabulary", hash);
        writer.Add("vocabulary_size", VocabularySize);
        writer.Add("end_of_document", endOfDocument);
        writer.Add("special_tokens", options.SpecialTokens.ToString());
        writer.Add("add_special_tokens", options.AddSpecialTokens);
        string[] untrusted = [.. options.UntrustedTokens.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        for (int i = 0; i < untrusted.Length; i++) writer.Add($"untrusted_token.{i}", untrusted[i]);
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        EncodeScratch scratch = Rent();
        Run(utf8Text, scratch, tracks: false);
        tokens.AddRange(scratch.Ids);
        Return(scratch);
    }

    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text. Halves of characters become U+FFFD.</param>
    /// <returns>The tokens.</returns>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, bytes);
        EncodeScratch scratch = Rent();
        Run(bytes.AsSpan(0, length), scratch, tracks: false);
        int[] tokens = scratch.Ids.ToArray();
        Return(scratch);
        ArrayPool<byte>.Shared.Return(bytes);
        return tokens;
    }

    /// <summary>Encodes a text, with the place of each token in it. Slower than without places.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="tokens">The list that receives the tokens. Those of <see cref="HuggingFaceTokenizerOptions.AddSpecialTokens"/> have empty places.</param>
    public void EncodeWithOffsets(ReadOnlySpan<byte> utf8Text, List<TokenOffset> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        EncodeScratch scratch = Rent();
        Run(utf8Text, scratch, tracks: true);
        for (int i = 0; i < scratch.Count; i++) tokens.Add(new TokenOffset(scratch.Ids[i], scratch.Starts[i], scratch.Ends[i]));
        Return(scratch);
    }

    /// <summary>Encodes a text, with the place of each token in it, in a unit of choice. Slower than without places.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="tokens">The list that receives the tokens.</param>
    /// <param name="unit">
    /// The unit of the places. A place inside a character becomes the start of the character for a token that starts there, and its end for one that ends
    /// there.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    public void EncodeWithOffsets(ReadOnlySpan<byte> utf8Text, List<TokenOffset> tokens, TokenOffsetUnit unit)
    {
        if (!Enum.IsDefined(unit)) throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit.");
        int before = tokens?.Count ?? 0;
        EncodeWithOffsets(utf8Text, tokens!);
        OffsetUnits.Convert(utf8Text, CollectionsMarshal.AsSpan(tokens)[before..], unit);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// If a normalizer changes the text, a token that ends inside a changed character ends where the original spelling of it ends. White space that no token
    /// has belongs to the next one.
    /// </remarks>
    public void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(byteLengths);
        if (!HasSpans) throw new NotSupportedException($"The tokens of '{file}' do not cover a text, because the tokenizer leaves out some of it.");
        EncodeScratch scratch = Rent();
        if (!TryAddLengths(utf8Text, scratch, byteLengths))
        {
            Run(utf8Text, scratch, tracks: true);
            TokenSpans.Add(utf8Text.Length, scratch, byteLengths);
        }
        tokens.AddRange(scratch.Ids);
        Return(scratch);
    }

    /// <inheritdoc/>
    public void EncodeOffsets(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> starts, List<int> ends)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(ends);
        EncodeScratch scratch = Rent();
        Run(utf8Text, scratch, tracks: true);
        int start = 0, end = 0;
        for (int i = 0; i < scratch.Count; i++)
        {
            tokens.Add(scratch.Ids[i]);
            starts.Add(start = Math.Max(start, scratch.Starts[i]));
            ends.Add(end = Math.Max(Math.Max(end, start), scratch.Ends[i]));
        }
        Return(scratch);
    }

    /// <summary>Decodes tokens to text.</summary>
    /// <param name="tokens">The tokens. Ids without a token are left out. Bytes that form no character become U+FFFD.</param>
    /// <param name="skipSpecialTokens">True to leave out tokens that the file marks as special.</param>
    public string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens = false) => texts.Decode(tokens, skipSpecialTokens);

    string ITokenTextDecoder.Decode(ReadOnlySpan<int> tokens) => Decode(tokens, skipSpecialTokens: true);

    /// <summary>
    /// Decodes tokens to bytes of UTF-8. With a byte-level decoder, a part of a character is kept as its bytes, so that decoded parts of a sequence can be
    /// joined.
    /// </summary>
    /// <param name="tokens">The tokens. Ids without a token are left out.</param>
    /// <param name="skipSpecialTokens">True to leave out tokens that the file marks as special.</param>
    public byte[] DecodeToUtf8(ReadOnlySpan<int> tokens, bool skipSpecialTokens = false) => texts.DecodeUtf8(tokens, skipSpecialTokens);

    /// <summary>
    /// Returns true for the token of unknown text, and for tokens of single bytes in a vocabulary with byte fallback: the text has no token of its own.
    /// </summary>
    /// <param name="token">The id.</param>
    public bool IsFallback(int token) => parts.Pipeline.Model.IsFallback(token);

    /// <summary>Returns the spelling of a token in the vocabulary; null if the id has none. A byte-level vocabulary spells a space as U+0120.</summary>
    /// <param name="token">The id.</param>
    public string? SpellingOf(int token) => texts.SpellingOf(token);

    /// <summary>Returns the id of a spelling in the vocabulary; null without one.</summary>
    /// <param name="spelling">The spelling.</param>
    public int? IdOf(string spelling)
    {
        ArgumentNullException.ThrowIfNull(spelling);
        foreach (AddedTokenInfo token in parts.Added)
            if (token.Content == spelling) return token.Id;
        int id = parts.Pipeline.Model.Tokens.Find(Encoding.UTF8.GetBytes(spelling));
        return id >= 0 ? id : null;
    }

    /// <summary>
    /// Returns the number of bytes of UTF-8 that a token stands for in its text; null if that depends on the text, as for unknown tokens, or the id has no
    /// token. Known for byte-pair encodings. The character that stands for a space, U+2581, counts as one byte.
    /// </summary>
    /// <param name="token">The id.</param>
    public int? ByteLengthOf(int token) => texts.ByteLengthOf(token);

    // The lengths of byte-level tokens are known, so that their places need not be recorded, which takes longer.
    private bool TryAddLengths(ReadOnlySpan<byte> text, EncodeScratch scratch, List<int> lengths)
    {
        if (byteLengths.Value is not { } known || (parts.Pipeline.Normalizer is { } normalizer && !normalizer.Keeps(text))) return false;
        Run(text, scratch, tracks: false);
        long sum = 0;
        foreach (int id in scratch.Ids) sum += known[id];
        if (sum != text.Length) return false; // added tokens with white space around them, or around the text
        foreach (int id in scratch.Ids) lengths.Add(known[id]);
        return true;
    }

    private int[]? FindByteLengths()
    {
        if (parts.Pipeline.Model is not BpeModel { Settings.IsBytes: true } || options.AddSpecialTokens) return null;
        int[] lengths = new int[VocabularySize];
        for (int id = 0; id < lengths.Length; id++) lengths[id] = Math.Max(0, texts.ByteLengthOf(id) ?? 0);
        return lengths;
    }

    private bool IsParsed(AddedTokenInfo token)
    {
        if (options.UntrustedTokens.Contains(token.Content, StringComparer.Ordinal)) return false;
        if (options.SpecialTokens == SpecialTokenParsing.Parse) return true;
        return !token.IsSpecial && !IsBetween("<|", "|>") && !IsBetween("<\uFF5C", "\uFF5C>");

        bool IsBetween(string start, string end) =>
            token.Content.StartsWith(start, StringComparison.Ordinal) && token.Content.EndsWith(end, StringComparison.Ordinal);
    }

    private void Run(ReadOnlySpan<byte> text, EncodeScratch scratch, bool tracks)
    {
        scratch.Clear(tracks);
        if (options.AddSpecialTokens)
            foreach (int id in parts.Around.Before) scratch.Add(id, 0, 0);
        if (Utf8.IsValid(text)) parts.Pipeline.Encode(text, scratch);
        else parts.Pipeline.Encode(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text)), scratch);
        if (options.AddSpecialTokens)
            foreach (int id in parts.Around.After) scratch.Add(id, text.Length, text.Length);
    }

    private int FindEnd()
    {
        if (options.EndOfDocumentToken is { } wanted)
            return IdOf(wanted) ?? throw new NotSupportedException($"'{file}' has no token '{wanted}' to end documents with.");
        foreach (string end in DocumentEndTokens.All)
            if (IdOf(end) is { } id) return id;
        return -1;
    }

    private EncodeScratch Rent() => Interlocked.Exchange(ref pool[Environment.CurrentManagedThreadId % PoolSize], null) ?? new EncodeScratch();

    private void Return(EncodeScratch scratch) => pool[Environment.CurrentManagedThreadId % PoolSize] = scratch;
}

using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// The tokenizer of a model: encodes text and adds the special tokens before and after it. Read from the files that come with the model. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Text is never encoded as a special token: a page that contains <c>[SEP]</c> is encoded as ordinary text. The tokenizers library would give the special
/// token.
/// </para>
/// <para>
/// Of a long text, only 64 bytes per wanted token are read from the start and, with <see cref="OnnxTruncation.HeadAndTail"/>, from the end. If those hold too
/// few tokens, the text is read again without the white space at both ends.
/// </para>
/// </remarks>
public sealed class OnnxTokenizer
{
    private const int BytesPerToken = 64;
    private readonly ITokenEncoder encoder;

    /// <summary>Creates a tokenizer from any encoder, such as a <c>TokenizerEncoder</c> of <c>DataCuration.Tokenization</c>.</summary>
    /// <param name="encoder">The encoder, which adds no special tokens.</param>
    /// <param name="prefix">The tokens before a text.</param>
    /// <param name="suffix">The tokens after a text.</param>
    /// <param name="padding">The padding token, which models with a mask ignore. Default: 0.</param>
    public OnnxTokenizer(ITokenEncoder encoder, IReadOnlyList<int> prefix, IReadOnlyList<int> suffix, int padding = 0)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(suffix);
        foreach (int token in (ReadOnlySpan<int>)[padding, .. prefix, .. suffix]) ArgumentOutOfRangeException.ThrowIfNegative(token);
        this.encoder = encoder;
        Prefix = [.. prefix];
        Suffix = [.. suffix];
        Padding = padding;
    }

    /// <summary>The number of tokens in the vocabulary.</summary>
    public int VocabularySize => encoder.VocabularySize;

    /// <summary>The tokens before a text.</summary>
    public IReadOnlyList<int> Prefix { get; }

    /// <summary>The tokens after a text.</summary>
    public IReadOnlyList<int> Suffix { get; }

    /// <summary>The padding token.</summary>
    public int Padding { get; }

    /// <summary>
    /// Reads BERT's <c>vocab.txt</c>: one token per line, whose id is the line number. It must contain <c>[UNK]</c>, <c>[CLS]</c>, <c>[SEP]</c> and
    /// <c>[PAD]</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="lowerCase">True to lower-case text and strip accents, for an "uncased" model. Default: true.</param>
    /// <exception cref="InvalidDataException">The file is not such a vocabulary; the message names it.</exception>
    public static OnnxTokenizer FromVocabulary(string path, bool lowerCase = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return VocabularyFile.Read(path, ReadBounded(path, out string hash), hash, lowerCase);
    }

    /// <summary>
    /// Reads a <c>tokenizer.json</c> of the tokenizers library: WordPiece with BERT's normalizer, byte-level BPE with GPT-2's pattern, or Unigram with
    /// Metaspace and an optional precompiled normalizer. Throws for files that cannot be reproduced exactly.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or has another kind of tokenizer. The message names the file and the part.</exception>
    public static OnnxTokenizer FromTokenizerJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TokenizerJson.Read(path, ReadBounded(path, out string hash), hash);
    }

    /// <summary>Adds the tokenizer's identity to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        encoder.Describe(writer);
        writer.Add("prefix", Show(Prefix));
        writer.Add("suffix", Show(Suffix));
        writer.Add("padding", Padding);
    }

    /// <summary>Appends the tokens of a text, including special tokens.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="maxTokens">The maximum number of tokens, including special tokens. Must leave room for at least one token of the text.</param>
    /// <param name="truncation">The choice of tokens from a longer text.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <returns>The number of tokens without special tokens.</returns>
    public int Encode(ReadOnlySpan<byte> utf8Text, int maxTokens, OnnxTruncation truncation, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        int room = maxTokens - Prefix.Count - Suffix.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(room, 1, nameof(maxTokens));
        tokens.AddRange(Prefix);
        int start = tokens.Count;
        int head = truncation == OnnxTruncation.Head ? room : room / 4, tail = room - head;
        if (!TryEncode(utf8Text, head, tail, tokens))
        {
            // Most tokenizers have no tokens for white space, and the part that was read may be mostly white space.
            ReadOnlySpan<byte> trimmed = Trim(utf8Text);
            if (trimmed.Length < utf8Text.Length)
            {
                tokens.RemoveRange(start, tokens.Count - start);
                TryEncode(trimmed, head, tail, tokens);
            }
        }
        int count = tokens.Count - start;
        tokens.AddRange(Suffix);
        return count;
    }

    /// <summary>Appends the first and last tokens of a text. Returns false if only a part of the text was read and that part has too few tokens.</summary>
    private bool TryEncode(ReadOnlySpan<byte> text, int head, int tail, List<int> tokens)
    {
        int start = tokens.Count;
        long headBytes = (long)head * BytesPerToken, tailBytes = (long)tail * BytesPerToken;
        if (text.Length <= headBytes + tailBytes)
        {
            encoder.Encode(text, tokens);
            if (tokens.Count - start > head + tail) tokens.RemoveRange(start + head, tokens.Count - start - head - tail);
            return true;
        }
        int headEnd = (int)headBytes, tailStart = text.Length - (int)tailBytes;
        while (headEnd > 0 && IsContinuation(text[headEnd])) headEnd--;
        while (tailStart < text.Length && IsContinuation(text[tailStart])) tailStart++;
        encoder.Encode(text[..headEnd], tokens);
        if (tokens.Count - start > head) tokens.RemoveRange(start + head, tokens.Count - start - head);
        int middle = tokens.Count;
        if (tail > 0) encoder.Encode(text[tailStart..], tokens);
        if (tokens.Count - middle > tail) tokens.RemoveRange(middle, tokens.Count - middle - tail);
        return middle - start == head && tokens.Count - middle == tail;
    }

    /// <summary>Removes the white space at both ends of a text.</summary>
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out Rune first, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(first)) text = text[length..];
        while (Rune.DecodeLastFromUtf8(text, out Rune last, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(last)) text = text[..^length];
        return text;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static string Show(IEnumerable<int> tokens) => string.Join(' ', tokens.Select(token => token.ToString(CultureInfo.InvariantCulture)));

    private static byte[] ReadBounded(string path, out string hash)
    {
        const long MaxLength = 1 << 28; // the largest known files, with 250,000 pieces, have 20 MB
        ModelPath.Require(path, "a tokenizer", "Give the tokenizer.json or vocab.txt that was published with the model.");
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaxLength) throw new InvalidDataException($"{path} is not a tokenizer: it has more than {MaxLength} bytes.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        hash = Convert.ToHexStringLower(XxHash128.Hash(bytes));
        return bytes;
    }
}

using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// A model's tokenizer: text to token ids, the special tokens before and behind a text, and the padding token. Read from the files that come with a model. Thread-safe.
/// </summary>
/// <remarks>
/// Text never becomes a special token: a page that spells out <c>[SEP]</c> is encoded as ordinary text. The tokenizers library would make the token of it. And of a long text no more is read than 64 bytes for each token that is
/// wanted, from its beginning and, with <see cref="OnnxTruncation.HeadAndTail"/>, from its end; where those hold fewer tokens, once more without the white space at both ends of the text.
/// </remarks>
public sealed class OnnxTokenizer
{
    private const int BytesPerToken = 64;
    private readonly ITokenEncoder encoder;

    /// <summary>Makes a tokenizer of any encoder, such as a <c>TokenizerEncoder</c> of <c>DataCuration.Tokenization</c>.</summary>
    /// <param name="encoder">Turns text into tokens, without special ones.</param>
    /// <param name="prefix">The tokens before a text.</param>
    /// <param name="suffix">The tokens behind a text.</param>
    /// <param name="padding">The token that fills rows; the model does not look at it where it has a mask. Default: 0.</param>
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

    /// <summary>The number of tokens of the vocabulary.</summary>
    public int VocabularySize => encoder.VocabularySize;

    /// <summary>The tokens before a text.</summary>
    public IReadOnlyList<int> Prefix { get; }

    /// <summary>The tokens behind a text.</summary>
    public IReadOnlyList<int> Suffix { get; }

    /// <summary>The token that fills rows.</summary>
    public int Padding { get; }

    /// <summary>Reads BERT's <c>vocab.txt</c>: a token a line, whose id is the line's number, with <c>[UNK]</c>, <c>[CLS]</c>, <c>[SEP]</c> and <c>[PAD]</c> among them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lowerCase">Whether text is lower-cased and loses its accents: an "uncased" model. Default: true.</param>
    /// <exception cref="InvalidDataException">The file is no such vocabulary; the message names it.</exception>
    public static OnnxTokenizer FromVocabulary(string path, bool lowerCase = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return VocabularyFile.Read(path, ReadBounded(path, out string hash), hash, lowerCase);
    }

    /// <summary>
    /// Reads <c>tokenizer.json</c> of the tokenizers library: WordPiece with BERT's normalizer; byte-level BPE with GPT-2's pattern; Unigram with Metaspace and a precompiled normalizer or none. What cannot be
    /// read exactly is refused.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds a tokenizer of another kind; the message names it and the part.</exception>
    public static OnnxTokenizer FromTokenizerJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TokenizerJson.Read(path, ReadBounded(path, out string hash), hash);
    }

    /// <summary>Writes what identifies the tokenizer.</summary>
    /// <param name="writer">Takes the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        encoder.Describe(writer);
        writer.Add("prefix", Show(Prefix));
        writer.Add("suffix", Show(Suffix));
        writer.Add("padding", Padding);
    }

    /// <summary>Appends a text's tokens, special ones included.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="maxTokens">The most tokens, special ones included; more than <see cref="Prefix"/> and <see cref="Suffix"/> have.</param>
    /// <param name="truncation">Which tokens of a longer text are kept.</param>
    /// <param name="tokens">Takes the tokens.</param>
    /// <returns>The number of tokens of the text itself; 0 where it has none.</returns>
    public int Encode(ReadOnlySpan<byte> utf8Text, int maxTokens, OnnxTruncation truncation, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        int room = maxTokens - Prefix.Count - Suffix.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(room, 1, nameof(maxTokens));
        tokens.AddRange(Prefix);
        int begin = tokens.Count;
        int head = truncation == OnnxTruncation.Head ? room : room / 4, tail = room - head;
        if (!TryEncode(utf8Text, head, tail, tokens))
        {
            // White space is no token to most tokenizers: what was read may have been little else.
            ReadOnlySpan<byte> trimmed = Trim(utf8Text);
            if (trimmed.Length < utf8Text.Length)
            {
                tokens.RemoveRange(begin, tokens.Count - begin);
                TryEncode(trimmed, head, tail, tokens);
            }
        }
        int count = tokens.Count - begin;
        tokens.AddRange(Suffix);
        return count;
    }

    /// <summary>Appends a text's first and last tokens; false where it was too long to be read as a whole and what was read of it has fewer than are wanted.</summary>
    private bool TryEncode(ReadOnlySpan<byte> text, int head, int tail, List<int> tokens)
    {
        int begin = tokens.Count;
        long headBytes = (long)head * BytesPerToken, tailBytes = (long)tail * BytesPerToken;
        if (text.Length <= headBytes + tailBytes)
        {
            encoder.Encode(text, tokens);
            if (tokens.Count - begin > head + tail) tokens.RemoveRange(begin + head, tokens.Count - begin - head - tail);
            return true;
        }
        int headEnd = (int)headBytes, tailStart = text.Length - (int)tailBytes;
        while (headEnd > 0 && IsContinuation(text[headEnd])) headEnd--;
        while (tailStart < text.Length && IsContinuation(text[tailStart])) tailStart++;
        encoder.Encode(text[..headEnd], tokens);
        if (tokens.Count - begin > head) tokens.RemoveRange(begin + head, tokens.Count - begin - head);
        int middle = tokens.Count;
        if (tail > 0) encoder.Encode(text[tailStart..], tokens);
        if (tokens.Count - middle > tail) tokens.RemoveRange(middle, tokens.Count - middle - tail);
        return middle - begin == head && tokens.Count - middle == tail;
    }

    /// <summary>A text without the white space at its ends.</summary>
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
        const long MaxLength = 1 << 28; // the largest known, of 250,000 pieces, have 20 MB
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaxLength) throw new InvalidDataException($"{path} is no tokenizer: it has more than {MaxLength} bytes.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        hash = Convert.ToHexStringLower(XxHash128.Hash(bytes));
        return bytes;
    }
}

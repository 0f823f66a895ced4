namespace DataCuration;

/// <summary>
/// A byte-level encoder: each UTF-8 byte is a token (0 to 255), and 256 ends a document. It needs no vocabulary file. Apart from the document ends, bits per
/// token equal bits per byte. It suits small experiments.
/// </summary>
public sealed class ByteTokenEncoder : ITokenSpanEncoder, ITokenTextDecoder
{
    private ByteTokenEncoder()
    {
    }

    /// <summary>The only instance; it has no state.</summary>
    public static ByteTokenEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public int VocabularySize => 257;

    /// <inheritdoc/>
    public int EndOfDocument => 256;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "bytes");
        writer.Add("version", 1);
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        tokens.EnsureCapacity(tokens.Count + utf8Text.Length);
        foreach (byte value in utf8Text) tokens.Add(value);
    }

    /// <inheritdoc/>
    public bool HasSpans => true;

    /// <inheritdoc/>
    public void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths)
    {
        ArgumentNullException.ThrowIfNull(byteLengths);
        Encode(utf8Text, tokens);
        byteLengths.AddRange(Enumerable.Repeat(1, utf8Text.Length));
    }

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens)
    {
        byte[] bytes = new byte[tokens.Length];
        int length = 0;
        foreach (int token in tokens)
            if (token is >= 0 and <= byte.MaxValue) bytes[length++] = (byte)token;
        return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }
}

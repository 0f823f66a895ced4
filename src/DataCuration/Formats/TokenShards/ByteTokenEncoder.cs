namespace DataCuration;

/// <summary>
/// The simplest encoder: each UTF-8 byte is its own token (0 to 255), and 256 ends a document. Needs no vocabulary file, and makes bits per token and bits per
/// byte the same but for the document ends; what small experiments use.
/// </summary>
public sealed class ByteTokenEncoder : ITokenEncoder
{
    private ByteTokenEncoder()
    {
    }

    /// <summary>The one instance: it holds nothing.</summary>
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
}

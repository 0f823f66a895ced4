namespace DataCuration;

/// <summary>A tokenizer. Implementations are stateless or thread-safe, because all workers share one instance.</summary>
public interface ITokenEncoder
{
    /// <summary>The number of token ids, including the end-of-document token. Every id is smaller.</summary>
    int VocabularySize { get; }

    /// <summary>The id of the token that ends each document.</summary>
    int EndOfDocument { get; }

    /// <summary>Writes the identity of the encoder into a fingerprint: its kind and the content hash of its vocabulary.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Encodes a text, without an end-of-document token.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="tokens">The list that receives the tokens.</param>
    void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens);
}

namespace DataCuration;

/// <summary>Turns text into tokens. Implementations are stateless or thread-safe: one is shared by all workers.</summary>
public interface ITokenEncoder
{
    /// <summary>How many token ids there are, the end-of-document token included: every id is below it.</summary>
    int VocabularySize { get; }

    /// <summary>The token that ends each document.</summary>
    int EndOfDocument { get; }

    /// <summary>Writes what identifies the encoder: its kind and the content hash of its vocabulary.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Encodes a text, without an end-of-document token.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <param name="tokens">The tokens are added to it.</param>
    void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens);
}

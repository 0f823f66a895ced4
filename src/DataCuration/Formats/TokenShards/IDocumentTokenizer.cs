namespace DataCuration;

/// <summary>
/// Writes documents as tokens, and marks the tokens that a training predicts without loss. For texts that a model reads but should not learn to write, such
/// as metadata before a document or the question of a pair.
/// </summary>
public interface IDocumentTokenizer
{
    /// <summary>The tokenizer of the texts.</summary>
    ITokenEncoder Encoder { get; }

    /// <summary>Writes everything that the tokens depend on, including the encoder, into a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Writes a document as tokens, without an end-of-document token. Called by several workers at a time.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tokens">Receives the tokens. It is empty.</param>
    void Tokenize(Document document, MaskedTokens tokens);
}

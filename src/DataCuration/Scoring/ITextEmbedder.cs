namespace DataCuration;

/// <summary>
/// A model that maps a text to a vector, such that similar texts have similar vectors. Implementations are thread-safe: all workers share one instance.
/// </summary>
public interface ITextEmbedder
{
    /// <summary>The embedder's name in reports.</summary>
    string Name { get; }

    /// <summary>The length of a vector.</summary>
    int Dimension { get; }

    /// <summary>
    /// The number of texts per call at which the model is fastest; 1 if it makes no difference. A vector does not depend on the other texts
    /// of the call, unless the implementation's options say so.
    /// </summary>
    int BatchSize { get; }

    /// <summary>Writes the identity of the embedder: its kind, its options and the content hash of its model.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Embeds texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8.</param>
    /// <param name="vectors">
    /// Receives the vectors, one text after the other, with <see cref="Dimension"/> numbers each. All are <see cref="float.NaN"/> for a text without anything
    /// that the model knows.
    /// </param>
    /// <exception cref="ArgumentException">The length of <paramref name="vectors"/> is not the number of texts times the dimension.</exception>
    void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors);
}

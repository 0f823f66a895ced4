namespace DataCuration;

/// <summary>A model that turns a text into a vector, near to the vectors of similar texts. Implementations are thread-safe: one is shared by all workers.</summary>
public interface ITextEmbedder
{
    /// <summary>The embedder's name in reports.</summary>
    string Name { get; }

    /// <summary>The length of a vector.</summary>
    int Dimension { get; }

    /// <summary>How many texts at a time it is fastest on; 1 where that makes no difference. Vectors never depend on which texts are embedded together, unless the implementation's options say so.</summary>
    int BatchSize { get; }

    /// <summary>Writes what identifies the embedder: its kind, options and the content hash of its model.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Embeds texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8.</param>
    /// <param name="vectors">Takes the vectors, text after text: <see cref="Dimension"/> numbers for each. All <see cref="float.NaN"/> for a text that holds nothing the model knows.</param>
    /// <exception cref="ArgumentException"><paramref name="vectors"/> is not as long as texts times dimension.</exception>
    void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors);
}

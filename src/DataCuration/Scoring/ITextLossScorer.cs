namespace DataCuration;

/// <summary>
/// A language model that tells how well it predicts a text. <c>LossFit</c> runs several over a corpus, for PreSelect; <c>TorchSharpLossScorer</c> is one around a model that was trained here. Implementations are
/// thread-safe: one is shared by all workers.
/// </summary>
public interface ITextLossScorer
{
    /// <summary>How many texts at a time it is given; 1 or more. With 1 a loss depends on nothing but its text; with more, implementations may say that last bits depend on the texts scored together.</summary>
    int BatchSize { get; }

    /// <summary>Writes what identifies the losses: the scorer's kind, its options, the content hash of its model and its tokenizer.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8; none is empty.</param>
    /// <param name="nats">Takes the losses: for each text the total, Σ −ln p over all its tokens. <see cref="double.NaN"/> for a text that the model predicts nothing of.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException"><paramref name="nats"/> is not as long as there are texts.</exception>
    void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken);
}

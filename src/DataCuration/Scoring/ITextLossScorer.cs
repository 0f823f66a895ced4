namespace DataCuration;

/// <summary>
/// A language model that computes its loss on a text. <c>LossFit</c> runs several over a corpus, for PreSelect. <c>TorchSharpLossScorer</c> uses a model that
/// was trained with this library. Implementations are thread-safe: all workers share one instance.
/// </summary>
public interface ITextLossScorer
{
    /// <summary>
    /// The number of texts per call; 1 or more. With 1, a loss depends only on its text. With more, the last bits may depend on the texts that are scored
    /// together; the implementation's documentation says so.
    /// </summary>
    int BatchSize { get; }

    /// <summary>Writes what identifies the losses: the scorer's kind, its options, the content hash of its model and its tokenizer.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8, not empty.</param>
    /// <param name="nats">
    /// Receives the losses: for each text the total, Σ −ln p over all its tokens, in nats. <see cref="double.NaN"/> for a text of which the model predicts
    /// nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The length of <paramref name="nats"/> is not the number of texts.</exception>
    void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken);
}

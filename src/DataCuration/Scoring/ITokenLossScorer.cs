namespace DataCuration;

/// <summary>
/// A language model that computes its loss on each token of a text. The number of tokens makes perplexities, and the losses of single tokens make statistics
/// such as the information gain of a longer context.
/// </summary>
public interface ITokenLossScorer : ITextLossScorer
{
    /// <summary>Scores the tokens of texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8.</param>
    /// <param name="losses">
    /// One list for each text. It is cleared, and receives the losses of the predicted tokens in the order of the text. Their sum is the loss of
    /// <see cref="ITextLossScorer.Score"/>, up to rounding. It stays empty for a text of which the model predicts nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The number of lists is not the number of texts.</exception>
    void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken);
}

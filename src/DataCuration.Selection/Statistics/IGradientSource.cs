namespace DataCuration.Selection;

/// <summary>
/// Compares the gradients of documents with that of a target, round by round, for <see cref="GradientMatchSelection"/>. A training backend implements it:
/// before each round after the first, it trains the base model on what was selected so far, because gradients of the old model no longer tell what the new
/// one lacks.
/// </summary>
public interface IGradientSource
{
    /// <summary>Writes what identifies the gradients: the base model, the target's examples, and how the model is trained between rounds.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Prepares a round.</summary>
    /// <param name="round">The round's number, from 1.</param>
    /// <param name="selected">The documents selected in earlier rounds; null in the first round. It can be read any number of times.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>
    /// A scorer with one label, the cosine between the gradient of a document's loss and that of the target's; often a <see cref="GradientCosineScorer"/>. It
    /// is thread-safe, and its description identifies the model of this round. It is asked for again when a stopped run is resumed.
    /// </returns>
    Task<ITextScorer> StartRoundAsync(int round, Corpus? selected, CancellationToken cancellationToken);
}

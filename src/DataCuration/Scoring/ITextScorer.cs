namespace DataCuration;

/// <summary>
/// A model that gives a text one score per label: the classes of a classifier, or the outputs of a regression. Raters and taggers are stages that use one.
/// Implementations are thread-safe: all workers share one instance.
/// </summary>
public interface ITextScorer
{
    /// <summary>The scorer's name in reports.</summary>
    string Name { get; }

    /// <summary>The names of the scores, in the order in which <see cref="Score"/> writes them. Names are unique.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>
    /// The number of texts per call at which the model is fastest; 1 if it makes no difference. A score does not depend on the other texts of the call.
    /// </summary>
    int BatchSize { get; }

    /// <summary>Writes the identity of the scorer: its kind, its options and the content hash of its model.</summary>
    /// <param name="writer">The fingerprint.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8.</param>
    /// <param name="scores">
    /// Receives the scores, one text after the other: the score of label <c>j</c> for text <c>i</c> at <c>i * Labels.Count + j</c>. All are
    /// <see cref="float.NaN"/> for a text without anything that the model knows.
    /// </param>
    /// <exception cref="ArgumentException">The length of <paramref name="scores"/> is not the number of texts times the number of labels.</exception>
    void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores);
}

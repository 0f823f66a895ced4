namespace DataCuration;

/// <summary>
/// A model that gives a text one score for each of its labels: the classes of a classifier, or the outputs of a regression. Raters and taggers are stages around one. Implementations are thread-safe: one is shared by
/// all workers.
/// </summary>
public interface ITextScorer
{
    /// <summary>The scorer's name in reports.</summary>
    string Name { get; }

    /// <summary>What the scores stand for, in the order in which <see cref="Score"/> writes them. Names are unique.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>How many texts at a time it is fastest on; 1 where that makes no difference. Scores never depend on which texts are scored together.</summary>
    int BatchSize { get; }

    /// <summary>Writes what identifies the scorer: its kind, options and the content hash of its model.</summary>
    /// <param name="writer">Takes the parts.</param>
    void Describe(FingerprintWriter writer);

    /// <summary>Scores texts.</summary>
    /// <param name="utf8Texts">The texts in UTF-8.</param>
    /// <param name="scores">Takes the scores, text after text: the score of label <c>j</c> for text <c>i</c> at <c>i * Labels.Count + j</c>. All <see cref="float.NaN"/> for a text that holds nothing the model knows.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is not as long as texts times labels.</exception>
    void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores);
}

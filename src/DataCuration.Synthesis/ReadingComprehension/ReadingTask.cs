namespace DataCuration.Synthesis;

/// <summary>A task that was mined from a text.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Label">
/// The sub-category: <c>Topic</c>, <c>Words</c>, <c>Definition</c>, <c>Entail</c>, <c>Neutral</c>, <c>Contradict</c>, <c>Effect-cause</c>, <c>Similar</c>,
/// <c>Different</c> or <c>Continuation</c>.
/// </param>
/// <param name="First">The given part: a sentence, an effect, a term, or words with commas. Empty for a topic.</param>
/// <param name="Second">The other part: the next sentence, the cause, the definition, the sentence with the words, or the title.</param>
public sealed record ReadingTask(ReadingTaskKind Kind, string Label, string First, string Second);

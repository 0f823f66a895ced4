namespace DataCuration.Training;

/// <summary>The part of a document in a <see cref="TrainingRow"/>.</summary>
/// <param name="Document">The document's number in its token shards.</param>
/// <param name="Start">The index of the part's first target in the document.</param>
/// <param name="Position">The index of the part's first position in the row.</param>
/// <param name="Length">The number of positions.</param>
public readonly record struct RowDocument(long Document, int Start, int Position, int Length);

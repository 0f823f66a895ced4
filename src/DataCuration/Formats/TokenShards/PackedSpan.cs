namespace DataCuration;

/// <summary>The part of a document in a row of <see cref="PackedRows"/>.</summary>
/// <param name="Document">The document's number.</param>
/// <param name="Start">The index of the part's first token in the document.</param>
/// <param name="Position">The index of the part's first token in the row.</param>
/// <param name="Length">The number of tokens.</param>
public readonly record struct PackedSpan(long Document, int Start, int Position, int Length);

namespace DataCuration.Tokenization;

/// <summary>A stretch of a rendered conversation.</summary>
/// <param name="Text">The text; for a control token, its spelling.</param>
/// <param name="IsControl">True for one control token, which is encoded by its id; false for text.</param>
/// <param name="IsAnswer">
/// True for what the model writes: the text of an answer and the token that ends it. A training has loss on these stretches.
/// </param>
public readonly record struct ChatSegment(string Text, bool IsControl, bool IsAnswer);

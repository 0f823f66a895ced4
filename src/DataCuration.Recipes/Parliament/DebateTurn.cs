namespace DataCuration.Recipes;

/// <summary>A turn of a debate.</summary>
/// <param name="Speaker">The name as written before the turn; null if the text has no names.</param>
/// <param name="Text">What was said, with its paragraphs.</param>
internal readonly record struct DebateTurn(string? Speaker, string Text);

namespace DataCuration.LocalModels;

/// <summary>A finished answer.</summary>
/// <param name="Text">The text.</param>
/// <param name="InputTokens">The tokens of the prompt.</param>
/// <param name="OutputTokens">The tokens that were generated, with the one that ended the answer.</param>
/// <param name="IsComplete">False if the answer was cut at the most tokens or at the context's end.</param>
internal sealed record LocalAnswer(string Text, int InputTokens, int OutputTokens, bool IsComplete);

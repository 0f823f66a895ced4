namespace DataCuration.LanguageModels;

/// <summary>An example for training a refining model.</summary>
/// <param name="System">The system message; empty for none.</param>
/// <param name="Input">The user's message: for the chunk stage <see cref="ProXChunk.FormatPrompt"/>, for the document stage the document's text.</param>
/// <param name="Output">The answer: a program.</param>
public sealed record ProXTrainingPair(string System, string Input, string Output);

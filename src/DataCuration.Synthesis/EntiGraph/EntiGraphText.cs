using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>A generated text.</summary>
/// <param name="Text">The text; empty if the server refused the request.</param>
/// <param name="Problem">Its problem; null if it can be used.</param>
/// <param name="Answer">The answer; null if the server refused the request.</param>
/// <param name="Attempt">The index of the sample.</param>
internal sealed record EntiGraphText(string Text, string? Problem, LanguageModelAnswer? Answer, int Attempt);

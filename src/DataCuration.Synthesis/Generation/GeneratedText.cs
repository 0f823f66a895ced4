namespace DataCuration.Synthesis;

/// <summary>A generated text.</summary>
/// <param name="Text">The text; empty if the server refused the request.</param>
/// <param name="Problem">Its problem; null if it can be used.</param>
/// <param name="Tokens">Its length in tokens.</param>
/// <param name="Attempt">The index of the sample.</param>
/// <param name="ServedBy">The exact model that answered; null if it is not known.</param>
internal sealed record GeneratedText(string Text, string? Problem, long Tokens = 0, int Attempt = 0, string? ServedBy = null);

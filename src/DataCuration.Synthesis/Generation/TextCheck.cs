namespace DataCuration.Synthesis;

/// <summary>The result of a check of an answer.</summary>
/// <param name="Text">The text to use.</param>
/// <param name="Problem">The problem; null if the text can be used.</param>
internal readonly record struct TextCheck(string Text, string? Problem = null);

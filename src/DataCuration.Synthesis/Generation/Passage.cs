namespace DataCuration.Synthesis;

/// <summary>A part of a text.</summary>
/// <param name="Text">The part, without white space at its ends.</param>
/// <param name="Separator">The white space after it in the text.</param>
/// <param name="Tokens">Its length in tokens.</param>
internal readonly record struct Passage(string Text, string Separator, long Tokens);

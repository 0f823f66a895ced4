namespace DataCuration.Synthesis;

/// <summary>A sentence of a text.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Line">The number of the line that it is in, from 0.</param>
internal readonly record struct Sentence(string Text, int Line);

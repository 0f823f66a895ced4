namespace DataCuration.LanguageModels;

/// <summary>Counts the tokens of a numbered line.</summary>
/// <param name="utf8NumberedLine">The line in UTF-8 with its number, such as <c>[012]text</c>.</param>
/// <returns>The number of tokens.</returns>
public delegate int ProXTokenCount(ReadOnlySpan<byte> utf8NumberedLine);

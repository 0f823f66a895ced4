namespace DataCuration.Tokenization;

/// <summary>A token and the part of the text that it comes from.</summary>
/// <param name="Token">The token.</param>
/// <param name="Start">The start in the text, in bytes of UTF-8.</param>
/// <param name="End">The end in the text, in bytes of UTF-8.</param>
/// <remarks>
/// A token of a part of a character has the bytes of that part, if the text is not normalized. If a normalizer changes the text, the range covers the original
/// characters that the token comes from. Ranges of neighbours can then overlap, and the range of an added space is that of the character after it.
/// </remarks>
public readonly record struct TokenOffset(int Token, int Start, int End);

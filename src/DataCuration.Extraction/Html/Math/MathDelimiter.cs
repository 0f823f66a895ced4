namespace DataCuration.Extraction;

/// <summary>A pair of delimiters around TeX in text.</summary>
/// <param name="Open">The opening delimiter.</param>
/// <param name="Close">The closing delimiter.</param>
/// <param name="IsDisplay">True for displayed formulas, which are on their own line.</param>
internal sealed record MathDelimiter(string Open, string Close, bool IsDisplay);

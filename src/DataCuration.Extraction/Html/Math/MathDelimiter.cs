namespace DataCuration.Extraction;

/// <summary>A pair of marks between which a page's text is TeX.</summary>
/// <param name="Open">The mark before.</param>
/// <param name="Close">The mark after.</param>
/// <param name="IsDisplay">Whether the formula stands on a line of its own.</param>
internal readonly record struct MathDelimiter(string Open, string Close, bool IsDisplay);

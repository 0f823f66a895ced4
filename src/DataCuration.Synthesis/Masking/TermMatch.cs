namespace DataCuration.Synthesis;

/// <summary>A term found in a text.</summary>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct TermMatch(int Start, int Length);

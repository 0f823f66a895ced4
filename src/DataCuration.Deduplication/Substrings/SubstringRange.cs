namespace DataCuration.Deduplication;

/// <summary>A range of symbols.</summary>
/// <param name="Start">The index of the first symbol.</param>
/// <param name="End">The index after the last symbol.</param>
public readonly record struct SubstringRange(int Start, int End);

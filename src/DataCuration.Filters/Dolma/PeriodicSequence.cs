namespace DataCuration.Filters;

/// <summary>A stretch of a sequence that repeats a period at least three times.</summary>
/// <param name="Start">The index of its first value.</param>
/// <param name="End">The index after its last value.</param>
/// <param name="Period">The number of values that repeat.</param>
/// <param name="Times">The number of whole repetitions.</param>
public readonly record struct PeriodicSequence(int Start, int End, int Period, int Times);

namespace DataCuration.Deduplication;

/// <summary>A part of a text whose windows repeat the window that starts a few symbols earlier.</summary>
/// <param name="Start">The first symbol.</param>
/// <param name="End">The symbol after the last one.</param>
/// <param name="Period">The distance to the earlier copy.</param>
internal readonly record struct PeriodicSpan(int Start, int End, int Period);

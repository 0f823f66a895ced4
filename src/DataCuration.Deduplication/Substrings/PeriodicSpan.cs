namespace DataCuration.Deduplication;

/// <summary>A part of a text whose windows repeat the window that starts a few bytes earlier.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="Period">The distance to the earlier copy.</param>
internal readonly record struct PeriodicSpan(int Start, int End, int Period);

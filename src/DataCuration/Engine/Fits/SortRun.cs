namespace DataCuration;

/// <summary>A sorted file of <see cref="ExternalSort"/>, and what it was made of: a range of the input, or other runs.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The number of its first record in the input.</param>
/// <param name="Count">The number of its records; <see cref="long.MaxValue"/> if its end mark decides.</param>
/// <param name="Parts">The runs that it was merged of, whose files are gone; empty for a run that was sorted from the input.</param>
internal sealed record SortRun(string Path, long First, long Count, IReadOnlyList<SortRun> Parts);

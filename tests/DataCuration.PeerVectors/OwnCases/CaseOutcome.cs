namespace DataCuration.PeerVectors;

/// <summary>The outcome of one case.</summary>
/// <param name="File">The file, relative to the folder.</param>
/// <param name="Id">The case's id; empty for a file that cannot be read.</param>
/// <param name="Failure">The first difference, or why the case is refused; null if it passed.</param>
public sealed record CaseOutcome(string File, string Id, string? Failure);

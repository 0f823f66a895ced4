namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined artifact.</summary>
public sealed record WordCounts(string Fingerprint, IReadOnlyList<string> Lines) : IArtifact;

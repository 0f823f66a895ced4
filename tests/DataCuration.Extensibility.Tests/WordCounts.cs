namespace DataCuration.Extensibility.Tests;

/// <summary>An artifact from outside.</summary>
public sealed record WordCounts(string Fingerprint, IReadOnlyList<string> Lines) : IArtifact;

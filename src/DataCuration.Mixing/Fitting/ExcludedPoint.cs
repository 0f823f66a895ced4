namespace DataCuration.Mixing;

/// <summary>A point that a fit leaves out.</summary>
/// <param name="Name">The name of the point.</param>
/// <param name="Reason">The reason.</param>
public sealed record ExcludedPoint(string Name, string Reason);

namespace DataCuration.Mixing;

/// <summary>A fitted parameter with its bootstrap interval.</summary>
/// <param name="Name">The name.</param>
/// <param name="Interval">The value and its interval.</param>
public sealed record ParameterEstimate(string Name, LawInterval Interval);

namespace DataCuration.Mixing;

/// <summary>A fitted number with its bootstrap interval.</summary>
/// <param name="Value">The number.</param>
/// <param name="Low">The lower end; not a number without a bootstrap.</param>
/// <param name="High">The upper end; not a number without a bootstrap.</param>
public readonly record struct LawInterval(double Value, double Low, double High);

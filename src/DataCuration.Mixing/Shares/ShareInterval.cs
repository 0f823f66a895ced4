namespace DataCuration.Mixing;

/// <summary>A closed interval of shares.</summary>
/// <param name="From">The lower end.</param>
/// <param name="To">The upper end.</param>
public readonly record struct ShareInterval(double From, double To);

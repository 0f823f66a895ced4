namespace DataCuration.Mixing;

/// <summary>The end of a minimisation.</summary>
/// <param name="X">The variables.</param>
/// <param name="Value">The value there.</param>
/// <param name="Iterations">The number of steps.</param>
/// <param name="IsConverged">True if it ended at a minimum, false at the limit of steps.</param>
internal readonly record struct LbfgsResult(double[] X, double Value, int Iterations, bool IsConverged);

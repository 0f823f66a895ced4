namespace DataCuration.Mixing;

/// <summary>A point of a <see cref="MeasuredCurve"/>.</summary>
/// <param name="X">The place, such as a mixture ratio.</param>
/// <param name="Y">The value there, such as a loss.</param>
public readonly record struct CurvePoint(double X, double Y);

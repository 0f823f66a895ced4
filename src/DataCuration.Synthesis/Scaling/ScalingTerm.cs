namespace DataCuration.Synthesis;

/// <summary>A term of a <see cref="ScalingCurve"/>: the part of the gap to the ceiling that shrinks at one rate.</summary>
/// <param name="Amplitude">The gap without generated tokens.</param>
/// <param name="Rate">The factor by which the gap shrinks with each million tokens, in (0, 1).</param>
public readonly record struct ScalingTerm(double Amplitude, double Rate);

namespace DataCuration.Synthesis;

/// <summary>A measured point of a scaling curve.</summary>
/// <param name="MillionTokens">The number of generated tokens that the model was trained on, in millions.</param>
/// <param name="Value">The measured value, such as an accuracy in percent.</param>
public readonly record struct ScalingPoint(double MillionTokens, double Value);

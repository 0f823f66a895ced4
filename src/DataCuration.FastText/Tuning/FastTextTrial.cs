namespace DataCuration.FastText;

/// <summary>A training that tuning tried.</summary>
/// <param name="Training">Its options.</param>
/// <param name="Quantization">The options of quantisation; null if the model was not quantised.</param>
/// <param name="Score">The metric's value, 0 to 1; <see cref="double.NaN"/> if the training failed or the model was too large.</param>
/// <param name="Failure">Why there is no score; null if there is one.</param>
public sealed record FastTextTrial(FastTextTrainingOptions Training, FastTextQuantizationOptions? Quantization, double Score, string? Failure);

namespace DataCuration.FastText;

/// <summary>A label and its probability.</summary>
/// <param name="Label">The label's index in <see cref="FastTextModel.Labels"/>.</param>
/// <param name="Probability">The probability as fastText prints it: 1e-5 is added before its logarithm is taken and undone, so that it can be up to 1.00001.</param>
public readonly record struct FastTextPrediction(int Label, float Probability);

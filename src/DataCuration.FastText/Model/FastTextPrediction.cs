namespace DataCuration.FastText;

/// <summary>A label and its probability.</summary>
/// <param name="Label">The label's index in <see cref="FastTextModel.Labels"/>.</param>
/// <param name="Probability">The probability as fastText prints it. fastText adds 1e-5, so the value can be up to 1.00001.</param>
public readonly record struct FastTextPrediction(int Label, float Probability);

namespace DataCuration.Training.TorchSharp;

/// <summary>A text that a model in training wrote.</summary>
/// <param name="Step">The number of completed steps.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Text">The text after it.</param>
/// <param name="End">The reason for its end.</param>
public sealed record TrainingSample(long Step, string Prompt, string Text, GenerationEnd End);

namespace DataCuration.Training;

/// <summary>An evaluation in the course of a training.</summary>
/// <param name="Step">How many steps were made.</param>
/// <param name="BitsPerByte">Bits per byte of the evaluation set.</param>
/// <param name="Perplexity">Perplexity per token of the evaluation set.</param>
public sealed record TrainingEvaluation(long Step, double BitsPerByte, double Perplexity);

namespace DataCuration.FastText;

/// <summary>How far a training is.</summary>
/// <param name="Fraction">The share of the words read, 0 to 1.</param>
/// <param name="Tokens">Words, labels and line ends read so far, over all epochs.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="Loss">The mean loss of the first thread's examples so far; 0 before the first.</param>
public readonly record struct FastTextTrainingProgress(double Fraction, long Tokens, double LearningRate, double Loss);

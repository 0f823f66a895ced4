namespace DataCuration.Training;

/// <summary>The loss of one step.</summary>
/// <param name="Step">How many steps were made, this one included.</param>
/// <param name="Loss">The mean cross entropy of its tokens in nats, before its update.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="GradientNorm">The norm of its gradient before clipping.</param>
public sealed record TrainingLoss(long Step, double Loss, double LearningRate, double GradientNorm);

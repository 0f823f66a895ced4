namespace DataCuration.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Step">How many steps were made.</param>
/// <param name="TotalSteps">How many there are.</param>
/// <param name="Loss">The last step's loss in nats per token.</param>
/// <param name="LearningRate">The last step's learning rate.</param>
/// <param name="TokensSeen">How many tokens were trained on, those before a resume included.</param>
/// <param name="TokensPerSecond">The speed since this process began to train, evaluations and checkpoints not counted.</param>
/// <param name="Evaluation">The evaluation that was just made; null if none was.</param>
public sealed record TrainingProgress(long Step, long TotalSteps, double Loss, double LearningRate, long TokensSeen, double TokensPerSecond, TrainingEvaluation? Evaluation);

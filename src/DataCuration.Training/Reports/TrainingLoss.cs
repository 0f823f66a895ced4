namespace DataCuration.Training;

/// <summary>The loss of one training step.</summary>
public sealed record TrainingLoss
{
    /// <summary>The number of completed steps, including this one.</summary>
    public required long Step { get; init; }

    /// <summary>The mean cross entropy of the step's tokens in nats, before its update.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The norm of the gradient before clipping.</summary>
    public required double GradientNorm { get; init; }
}

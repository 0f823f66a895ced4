namespace DataCuration.Training;

/// <summary>The progress of a training.</summary>
public sealed record TrainingProgress
{
    /// <summary>The number of completed steps.</summary>
    public required long Step { get; init; }

    /// <summary>The number of steps of the whole training.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>The last recorded loss in nats per token; NaN if no loss was recorded yet.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate of that loss's step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The number of tokens trained on, including those before a resume.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>The mean speed of this process, without evaluations and checkpoints.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The evaluation that was just made; null if this report is not about an evaluation.</summary>
    public required TrainingEvaluation? Evaluation { get; init; }
}

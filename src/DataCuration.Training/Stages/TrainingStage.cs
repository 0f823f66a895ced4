namespace DataCuration.Training;

/// <summary>A stage of a training: its own tokens, steps and course of the learning rate.</summary>
public sealed record TrainingStage
{
    /// <summary>The name: that of the stage's folder of checkpoints.</summary>
    public required string Name { get; init; }

    /// <summary>The training tokens. They must stay open.</summary>
    public required TokenMixture Tokens { get; init; }

    /// <summary>
    /// The options. <see cref="TrainingOptions.CheckpointFolder"/> is set for each stage, and <see cref="TrainingOptions.InitialModel"/> for all but the first.
    /// </summary>
    public required TrainingOptions Options { get; init; }
}

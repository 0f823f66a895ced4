namespace DataCuration.Training;

/// <summary>The result of a training.</summary>
public sealed record TrainingReport
{
    /// <summary>The number of steps that the model was trained for, including those before a resume.</summary>
    public required long Steps { get; init; }

    /// <summary>The step at which this process started; above 0 if it resumed.</summary>
    public required long ResumedFrom { get; init; }

    /// <summary>The number of tokens trained on, including repeats and those before a resume.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>
    /// The number of passes over the documents. For a mixture: the rows trained on divided by the rows of all sets; <see cref="Sources"/> has each set's own
    /// number.
    /// </summary>
    public required double Epochs { get; init; }

    /// <summary>The use of each set of token shards, in the mixture's order.</summary>
    public required IReadOnlyList<TrainingSource> Sources { get; init; }

    /// <summary>The training time of this process, without evaluations and checkpoints.</summary>
    public required double Seconds { get; init; }

    /// <summary>The mean speed of this process.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The number of model parameters.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The device: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The number of processor threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The losses: one for every <see cref="TrainingOptions.LossInterval"/> steps, and that of the last step.</summary>
    public required IReadOnlyList<TrainingLoss> Losses { get; init; }

    /// <summary>The evaluations: one for every <see cref="TrainingOptions.EvaluationInterval"/> steps, and that of the finished model.</summary>
    public required IReadOnlyList<TrainingEvaluation> Evaluations { get; init; }

    /// <summary>The finished model's evaluation, document by document, for <see cref="PairedBootstrap"/>; null if there was no evaluation set.</summary>
    public required EvaluationResult? FinalEvaluation { get; init; }

    /// <summary>The folder of the finished model's checkpoint; null without <see cref="TrainingOptions.CheckpointFolder"/>.</summary>
    public required string? ModelFolder { get; init; }
}

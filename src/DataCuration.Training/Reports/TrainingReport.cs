namespace DataCuration.Training;

/// <summary>What a training did.</summary>
public sealed record TrainingReport
{
    /// <summary>How many steps the model was trained for, those before a resume included.</summary>
    public required long Steps { get; init; }

    /// <summary>The step that this process began with; above 0 if it resumed.</summary>
    public required long ResumedFrom { get; init; }

    /// <summary>How many tokens were trained on, repeats and those before a resume included.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>How often the documents were gone through.</summary>
    public required double Epochs { get; init; }

    /// <summary>How long training took in this process, without evaluations and checkpoints.</summary>
    public required double Seconds { get; init; }

    /// <summary>Tokens trained on in this process, by second.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>How many parameters the model has.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Where it was trained: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>How many processor threads were used.</summary>
    public required int Threads { get; init; }

    /// <summary>Losses, one for every <see cref="TrainingOptions.LossInterval"/> steps and the last.</summary>
    public required IReadOnlyList<TrainingLoss> Losses { get; init; }

    /// <summary>The evaluations by <see cref="TrainingOptions.EvaluationInterval"/> and that of the end.</summary>
    public required IReadOnlyList<TrainingEvaluation> Evaluations { get; init; }

    /// <summary>The finished model's evaluation, document by document; null if there was no evaluation set. What <see cref="PairedBootstrap"/> compares.</summary>
    public required EvaluationResult? FinalEvaluation { get; init; }

    /// <summary>The folder of the finished model's checkpoint; null if none was wanted.</summary>
    public required string? ModelFolder { get; init; }
}

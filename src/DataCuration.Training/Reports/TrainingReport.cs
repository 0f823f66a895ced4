namespace DataCuration.Training;

/// <summary>The result of a training.</summary>
public sealed record TrainingReport
{
    /// <summary>The number of steps that the model was trained for, including those before a resume.</summary>
    public required long Steps { get; init; }

    /// <summary>The step at which this process started; 0 if it began the training.</summary>
    public required long ResumedFrom { get; init; }

    /// <summary>
    /// The number of tokens trained on, including repeats, masked tokens and those before a resume. Empty places of rows are not counted.
    /// </summary>
    public required long TokensSeen { get; init; }

    /// <summary>
    /// The number of passes over the documents. For a mixture: the rows trained on divided by the rows of all sets; <see cref="Sources"/> has each set's own
    /// number.
    /// </summary>
    public required double Epochs { get; init; }

    /// <summary>The use of each set of token shards, in the mixture's order.</summary>
    public required IReadOnlyList<TrainingSource> Sources { get; init; }

    /// <summary>The time of the steps that this process made, without evaluations and checkpoints; 0 if it made none.</summary>
    public required double Seconds { get; init; }

    /// <summary>The mean speed of the steps that this process made; 0 if it made none.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The number of model parameters.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The number of trained parameters: all of them, or those of the adapter (<see cref="TrainingOptions.Lora"/>).</summary>
    public required long TrainedParameterCount { get; init; }

    /// <summary>The device: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// The number of processor threads that the training asked torch for: <see cref="TrainingOptions.Threads"/>, or the number chosen for its value 0. It is
    /// no measurement. Torch may use fewer, and a training on a GPU hardly uses them.
    /// </summary>
    public required int Threads { get; init; }

    /// <summary>
    /// The losses: one for every <see cref="TrainingOptions.LossInterval"/> steps, and that of the last step. Those before a resume are included.
    /// </summary>
    public required IReadOnlyList<TrainingLoss> Losses { get; init; }

    /// <summary>
    /// The evaluations: one for every <see cref="TrainingOptions.EvaluationInterval"/> steps, and that of the finished model. Those before a resume are
    /// included. Empty without an evaluation set.
    /// </summary>
    public required IReadOnlyList<TrainingEvaluation> Evaluations { get; init; }

    /// <summary>
    /// The finished model's evaluation on the first set, document by document, for <see cref="PairedBootstrap"/>; null if there was no evaluation set.
    /// </summary>
    public required EvaluationResult? FinalEvaluation { get; init; }

    /// <summary>The folder of the finished model's checkpoint; null without <see cref="TrainingOptions.CheckpointFolder"/>.</summary>
    public required string? ModelFolder { get; init; }

    /// <summary>The finished model's evaluations by the names of the sets.</summary>
    public required IReadOnlyDictionary<string, EvaluationResult> FinalEvaluations { get; init; }

    /// <summary>True if the training ended before its last step because evaluations did not improve (<see cref="TrainingOptions.Patience"/>).</summary>
    public required bool StoppedEarly { get; init; }

    /// <summary>
    /// The folder of the checkpoint with the best result on the first evaluation set; null without <see cref="TrainingOptions.Patience"/> or a checkpoint
    /// folder.
    /// </summary>
    public required string? BestModelFolder { get; init; }

    /// <summary>Warnings, such as a set that is read more than <see cref="TrainingOptions.EpochWarning"/> times.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

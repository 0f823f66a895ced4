namespace DataCuration.Training.TorchSharp;

/// <summary>The progress of a training that a checkpoint holds besides tensors.</summary>
internal sealed class TrainingState
{
    /// <summary>The number of completed steps.</summary>
    public long Step { get; set; }

    public List<TrainingLoss> Losses { get; } = [];

    public List<TrainingEvaluation> Evaluations { get; } = [];

    /// <summary>The number of tokens from each set of the mixture.</summary>
    public required long[] SourceTokens { get; init; }

    /// <summary>The step with the fewest bits per byte on an evaluation set; null before there is one.</summary>
    public long? BestStep(string set) => Evaluations.Where(evaluation => evaluation.Set == set).MinBy(evaluation => evaluation.BitsPerByte)?.Step;

    /// <summary>Returns true if a number of last evaluations of a set were not better than one before them.</summary>
    public bool IsExhausted(string set, int patience) =>
        BestStep(set) is { } best && Evaluations.Count(evaluation => evaluation.Set == set && evaluation.Step > best) >= patience;
}

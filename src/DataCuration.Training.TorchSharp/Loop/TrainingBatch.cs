namespace DataCuration.Training.TorchSharp;

/// <summary>The tokens of a batch's rows, one after another without empty places.</summary>
internal sealed record TrainingBatch
{
    public required long FirstRow { get; init; }

    public required long[] Inputs { get; init; }

    public required long[] Targets { get; init; }

    /// <summary>The weight of each target; null if all are 1.</summary>
    public required float[]? Weights { get; init; }

    /// <summary>The weight of distillation for each target; null if all targets have the same, or without distillation.</summary>
    public float[]? Distillation { get; init; }

    public required RowSegments Segments { get; init; }

    /// <summary>The number of inputs from each set of the mixture.</summary>
    public required long[] SourceTokens { get; init; }

    /// <summary>The sum of all weights.</summary>
    public double TotalWeight => Weights is null ? Targets.Length : Weights.Sum(weight => (double)weight);
}

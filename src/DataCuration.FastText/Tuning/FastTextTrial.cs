namespace DataCuration.FastText;

/// <summary>One training that tuning tried.</summary>
public sealed record FastTextTrial
{
    /// <summary>The training options.</summary>
    public required FastTextTrainingOptions Training { get; init; }

    /// <summary>The quantisation options; null if the model was not quantised.</summary>
    public FastTextQuantizationOptions? Quantization { get; init; }

    /// <summary>The metric's value, 0 to 1; <see cref="double.NaN"/> if the trial failed.</summary>
    public required double Score { get; init; }

    /// <summary>The reason of a failed trial: the training failed, or the model was too large. Null if the trial has a score.</summary>
    public string? Failure { get; init; }
}

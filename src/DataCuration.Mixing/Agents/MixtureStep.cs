namespace DataCuration.Mixing;

/// <summary>A step of a training with its mixture, and what was measured after it.</summary>
public sealed record MixtureStep
{
    /// <summary>The number of the step, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>The weights of the step.</summary>
    public required MixtureWeights Weights { get; init; }

    /// <summary>The scores after the step by their names, such as benchmarks; larger is better.</summary>
    public required IReadOnlyDictionary<string, double> Feedback { get; init; }

    /// <summary>The mean of all scores.</summary>
    public double Score => Feedback.OrderBy(one => one.Key, StringComparer.Ordinal).Average(one => one.Value);
}

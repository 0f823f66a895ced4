namespace MixtureSearch;

/// <summary>The settings of the job.</summary>
internal sealed record Settings
{
    /// <summary>The number of tokens that each model is trained on.</summary>
    public required long Tokens { get; init; }

    /// <summary>The tolerated loss of the plan on general text above that of a size-proportional mixture, in bits per byte.</summary>
    public required double Tolerance { get; init; }

    /// <summary>True for fewer and shorter trainings.</summary>
    public required bool IsQuick { get; init; }

    /// <summary>The number of tokens of a training: half of them in a quick run.</summary>
    public long TrainingTokens => IsQuick ? Tokens / 2 : Tokens;

    /// <summary>The number of mixtures in each iteration of the search.</summary>
    public IReadOnlyList<int> Iterations => IsQuick ? [8, 4] : [14, 6, 4];

    /// <summary>The shares of the mixture that was found beside general text, for the law.</summary>
    public IReadOnlyList<double> Shares => IsQuick ? [0, 0.02, 0.1, 0.3, 0.6, 1] : [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1];
}

namespace DataCuration.FastText;

/// <summary>The progress of a training.</summary>
public readonly record struct FastTextTrainingProgress
{
    /// <summary>The fraction of the words read, 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>The number of words, labels and line ends read so far, over all epochs.</summary>
    public required long Tokens { get; init; }

    /// <summary>The current learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The mean loss of the first thread's examples so far; 0 before the first example.</summary>
    public required double Loss { get; init; }
}

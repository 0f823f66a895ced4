namespace DataCuration.FastText;

/// <summary>The options that tuning can change.</summary>
[Flags]
public enum FastTextTunedOptions
{
    /// <summary>No option.</summary>
    None = 0,

    /// <summary><see cref="FastTextTrainingOptions.Epochs"/>, 1 to 100.</summary>
    Epochs = 1,

    /// <summary><see cref="FastTextTrainingOptions.LearningRate"/>, 0.01 to 5.</summary>
    LearningRate = 2,

    /// <summary><see cref="FastTextTrainingOptions.Dimension"/>, 1 to 1,000.</summary>
    Dimension = 4,

    /// <summary><see cref="FastTextTrainingOptions.WordNGrams"/>, 1 to 5.</summary>
    WordNGrams = 8,

    /// <summary>
    /// <see cref="FastTextTrainingOptions.MinimumSubword"/> of 0, 2 or 3; <see cref="FastTextTrainingOptions.MaximumSubword"/> is 0 or three above it.
    /// </summary>
    Subwords = 16,

    /// <summary><see cref="FastTextTrainingOptions.Buckets"/>, 10,000 to 10,000,000.</summary>
    Buckets = 32,

    /// <summary>
    /// <see cref="FastTextQuantizationOptions.SubvectorDimension"/>, powers of 2 from 2 to 16. Only with <see cref="FastTextAutotuneOptions.ModelSize"/>.
    /// </summary>
    SubvectorDimension = 64,

    /// <summary>All options.</summary>
    All = Epochs | LearningRate | Dimension | WordNGrams | Subwords | Buckets | SubvectorDimension,
}

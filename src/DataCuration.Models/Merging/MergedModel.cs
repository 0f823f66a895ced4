namespace DataCuration.Models;

/// <summary>One model of a <see cref="MergeReport"/>.</summary>
public sealed record MergedModel
{
    /// <summary>The model's path as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>The weight of its task vector; 1 for the base.</summary>
    public required double Weight { get; init; }

    /// <summary>The XxHash128 of its configuration, if it has one, and its weight files, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>
    /// The root of the sum of squared differences from the base over all tensors: the length of the task vector. 0 for the base.
    /// </summary>
    public required double Distance { get; init; }
}

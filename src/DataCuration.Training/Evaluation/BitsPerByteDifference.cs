namespace DataCuration.Training;

/// <summary>The difference of two models' bits per byte on the same documents, with its confidence interval. Below zero, the first model is better.</summary>
public sealed record BitsPerByteDifference
{
    /// <summary>The difference over all documents.</summary>
    public required double Mean { get; init; }

    /// <summary>The lower end of the interval.</summary>
    public required double Low { get; init; }

    /// <summary>The upper end of the interval.</summary>
    public required double High { get; init; }

    /// <summary>The interval's confidence, such as 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>The number of compared documents.</summary>
    public required int Documents { get; init; }

    /// <summary>The number of bootstrap resamples.</summary>
    public required int Resamples { get; init; }

    /// <summary>True if the interval does not contain zero.</summary>
    public bool IsSignificant => Low > 0 || High < 0;
}

namespace DataCuration.Training;

/// <summary>The outcome of a comparison of two models.</summary>
public enum ComparisonOutcome
{
    /// <summary>The interval of the difference contains 0.</summary>
    Tie,

    /// <summary>The candidate has fewer bits per byte, and the interval does not contain 0.</summary>
    Win,

    /// <summary>The candidate has more bits per byte, and the interval does not contain 0.</summary>
    Loss,
}

namespace DataCuration.Training;

/// <summary>A comparison of two selections on an evaluation set, or on one stratum of it, by the paired bootstrap over documents.</summary>
public sealed record ExperimentComparison
{
    /// <summary>The name of the evaluation set.</summary>
    public required string Set { get; init; }

    /// <summary>The stratum; null for all documents of the set.</summary>
    public required string? Stratum { get; init; }

    /// <summary>The seed; null for the mean of all seeds, document by document.</summary>
    public required ulong? Seed { get; init; }

    /// <summary>The name of the compared selection.</summary>
    public required string Candidate { get; init; }

    /// <summary>The name of the selection that it is compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>The bits per byte of the candidate.</summary>
    public required double CandidateBitsPerByte { get; init; }

    /// <summary>The bits per byte of the baseline.</summary>
    public required double BaselineBitsPerByte { get; init; }

    /// <summary>Candidate minus baseline. Below zero, the candidate is better.</summary>
    public required BitsPerByteDifference Difference { get; init; }

    /// <summary>The outcome for the candidate: a tie if the interval contains 0.</summary>
    public ComparisonOutcome Outcome => !Difference.IsSignificant ? ComparisonOutcome.Tie
        : Difference.High < 0 ? ComparisonOutcome.Win : ComparisonOutcome.Loss;

    /// <summary>Returns the comparison from the baseline's side.</summary>
    public ExperimentComparison Reverse() => this with
    {
        Candidate = Baseline,
        Baseline = Candidate,
        CandidateBitsPerByte = BaselineBitsPerByte,
        BaselineBitsPerByte = CandidateBitsPerByte,
        Difference = Difference with { Mean = -Difference.Mean, Low = -Difference.High, High = -Difference.Low },
    };
}

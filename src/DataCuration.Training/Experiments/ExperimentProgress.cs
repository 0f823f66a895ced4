using System.Globalization;

namespace DataCuration.Training;

/// <summary>The progress of a <see cref="SelectionExperiment"/>: a report of one of its runs.</summary>
public sealed record ExperimentProgress
{
    /// <summary>The name of the run: selection and seed.</summary>
    public required string Run { get; init; }

    /// <summary>The state of the run.</summary>
    public required ExperimentRunState State { get; init; }

    /// <summary>The progress of the training; null at its end, and for a run that was finished before.</summary>
    public TrainingProgress? Training { get; init; }

    /// <summary>The run's result; null while it trains.</summary>
    public ExperimentRun? Result { get; init; }

    /// <summary>The number of finished runs.</summary>
    public required int FinishedRuns { get; init; }

    /// <summary>The number of all runs.</summary>
    public required int TotalRuns { get; init; }

    /// <summary>Returns a line for a display: the run, its progress or result, and the number of finished runs.</summary>
    public override string ToString()
    {
        string course = Training?.ToString() ?? (Result is { } result ? Describe(result) : "starts");
        return string.Create(CultureInfo.InvariantCulture, $"{Run}: {course} ({FinishedRuns} of {TotalRuns} runs finished)");
    }

    private static string Describe(ExperimentRun run) => string.Join(", ", run.Evaluations.Select(set =>
        string.Create(CultureInfo.InvariantCulture, $"{set.Key} {set.Value.BitsPerByte:F3} bits/byte")))
        + (run.WasFinished ? ", finished before" : "");
}

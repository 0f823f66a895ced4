using System.Globalization;

namespace DataCuration.Training;

/// <summary>The progress of a training.</summary>
public sealed record TrainingProgress
{
    /// <summary>The number of completed steps.</summary>
    public required long Step { get; init; }

    /// <summary>The number of steps of the whole training.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>The last recorded loss in nats per token; NaN if no loss was recorded yet.</summary>
    public required double Loss { get; init; }

    /// <summary>The learning rate of that loss's step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The number of tokens trained on, including those before a resume.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>The mean speed of this process, without evaluations and checkpoints.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The evaluation that was just made; null if this report is not about an evaluation.</summary>
    public required TrainingEvaluation? Evaluation { get; init; }

    /// <summary>The estimated time of the remaining steps, without evaluations and checkpoints; null before this process has made a step.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Returns a line for a display: step, loss, speed and time left.</summary>
    public override string ToString()
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"step {Step:N0} of {TotalSteps:N0}, loss {Loss:F3}, {TokensPerSecond:N0} tokens/s");
        if (TimeLeft is { } left) line += string.Create(CultureInfo.InvariantCulture, $", {(long)left.TotalHours}:{left.Minutes:D2}:{left.Seconds:D2} left");
        return Evaluation is { } made ? line + string.Create(CultureInfo.InvariantCulture, $", {made.Set} {made.BitsPerByte:F3} bits/byte") : line;
    }
}

namespace DataCuration.Training;

/// <summary>Linear warm-up followed by half a cosine (Loshchilov and Hutter 2017; Touvron et al. 2023).</summary>
/// <remarks>
/// During warm-up the rate is <c>peak * (step + 1) / warm-up</c>, so the last warm-up step has the peak rate. After it, the rate is
/// <c>minimum + (peak - minimum) * (1 + cos(pi * progress)) / 2</c>. Progress is 0 at the first step after warm-up and 1 at the last step.
/// </remarks>
public sealed record LearningRateSchedule
{
    /// <summary>The learning rate after warm-up.</summary>
    public required double Peak { get; init; }

    /// <summary>The number of warm-up steps.</summary>
    public required long WarmupSteps { get; init; }

    /// <summary>The number of steps, including warm-up.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>The ratio of the last learning rate to the peak.</summary>
    public required double MinimumRatio { get; init; }

    /// <summary>Returns the learning rate of a step.</summary>
    /// <param name="step">The step, counted from 0.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmupSteps) return Peak * (step + 1) / WarmupSteps;
        double minimum = Peak * MinimumRatio;
        long span = TotalSteps - 1 - WarmupSteps;
        double progress = span <= 0 ? 0 : Math.Min(1, (double)(step - WarmupSteps) / span);
        return minimum + (Peak - minimum) * (1 + Math.Cos(Math.PI * progress)) / 2;
    }
}

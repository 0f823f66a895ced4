namespace DataCuration.Training;

/// <summary>Linear warm-up followed by a decay: half a cosine (Loshchilov and Hutter 2017; Touvron et al. 2023), or stable and then down.</summary>
/// <remarks>
/// During warm-up the rate is <c>peak * (step + 1) / warm-up</c>, so the last warm-up step has the peak rate. After it, the rate of a cosine is
/// <c>minimum + (peak - minimum) * (1 + cos(pi * progress)) / 2</c>. Progress is 0 at the first step after warm-up and 1 at the last step. The rate of
/// <see cref="LearningRateDecay.WarmupStableDecay"/> is the peak before the decay, and then <c>minimum + (peak - minimum) * (1 - sqrt(progress))</c>. Its
/// progress is 0 at the step before the decay and 1 at the last step.
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

    /// <summary>The course after warm-up.</summary>
    /// <value>Default <see cref="LearningRateDecay.Cosine"/>.</value>
    public LearningRateDecay Decay { get; init; }

    /// <summary>The number of last steps in which <see cref="LearningRateDecay.WarmupStableDecay"/> lowers the rate.</summary>
    /// <value>Default 0.</value>
    public long DecaySteps { get; init; }

    /// <summary>
    /// The number of first steps whose rates would be the same with more steps in all: those before the decay of
    /// <see cref="LearningRateDecay.WarmupStableDecay"/>, or those of the warm-up.
    /// </summary>
    public long StableSteps =>
        Math.Min(TotalSteps, Decay == LearningRateDecay.WarmupStableDecay ? Math.Max(WarmupSteps, TotalSteps - DecaySteps) : WarmupSteps);

    /// <summary>Returns the learning rate of a step.</summary>
    /// <param name="step">The step, counted from 0.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmupSteps) return Peak * (step + 1) / WarmupSteps;
        double minimum = Peak * MinimumRatio;
        if (Decay == LearningRateDecay.WarmupStableDecay)
        {
            long stable = StableSteps;
            double decayed = step < stable ? 0 : Math.Min(1, (double)(step - stable + 1) / Math.Max(1, TotalSteps - stable));
            return minimum + (Peak - minimum) * (1 - Math.Sqrt(decayed));
        }
        long span = TotalSteps - 1 - WarmupSteps;
        double progress = span <= 0 ? 0 : Math.Min(1, (double)(step - WarmupSteps) / span);
        return minimum + (Peak - minimum) * (1 + Math.Cos(Math.PI * progress)) / 2;
    }
}

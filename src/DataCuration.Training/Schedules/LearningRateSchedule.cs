namespace DataCuration.Training;

/// <summary>
/// Linear warm-up, then half a cosine (Loshchilov and Hutter 2017; Touvron et al. 2023): <c>peak * (step + 1) / warm-up</c> for the first steps, so that the last warm-up step has the peak, then
/// <c>minimum + (peak - minimum) * (1 + cos(pi * progress)) / 2</c>, with progress 0 at the first step after warm-up and 1 at the last step of all.
/// </summary>
/// <param name="Peak">The learning rate after warm-up.</param>
/// <param name="WarmupSteps">Over how many steps it rises.</param>
/// <param name="TotalSteps">How many steps there are, warm-up included.</param>
/// <param name="MinimumRatio">The last learning rate as a part of the peak.</param>
public sealed record LearningRateSchedule(double Peak, long WarmupSteps, long TotalSteps, double MinimumRatio)
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
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

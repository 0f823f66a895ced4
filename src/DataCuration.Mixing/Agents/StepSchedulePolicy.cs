namespace DataCuration.Mixing;

/// <summary>A policy with fixed mixtures: each is used from a given step on.</summary>
public sealed class StepSchedulePolicy : IMixturePolicy
{
    private readonly (int FromStep, MixtureWeights Weights)[] schedule;

    /// <summary>Creates a policy.</summary>
    /// <param name="schedule">The first step of each mixture, rising from 0, and its weights.</param>
    /// <exception cref="ArgumentException">
    /// There is no mixture, the first one does not start at step 0, the steps do not rise, or a mixture has other sources than the first one.
    /// </exception>
    public StepSchedulePolicy(params IReadOnlyList<(int FromStep, MixtureWeights Weights)> schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (schedule.Count == 0 || schedule[0].FromStep != 0) throw new ArgumentException("The first mixture must start at step 0.", nameof(schedule));
        for (int i = 0; i < schedule.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(schedule[i].Weights, nameof(schedule));
            if (i > 0 && schedule[i].FromStep <= schedule[i - 1].FromStep)
                throw new ArgumentException($"Mixture {i} starts at step {schedule[i].FromStep}, not after {schedule[i - 1].FromStep}.", nameof(schedule));
            if (!schedule[i].Weights.Names.AsSpan().SequenceEqual(schedule[0].Weights.Names.AsSpan()))
                throw new ArgumentException($"Mixture {i} has the sources {string.Join(", ", schedule[i].Weights.Names)}, and the first one "
                    + $"{string.Join(", ", schedule[0].Weights.Names)}.", nameof(schedule));
        }
        this.schedule = [.. schedule];
    }

    /// <inheritdoc/>
    public string Name => "step schedule";

    /// <inheritdoc/>
    public MixtureWeights Next(IReadOnlyList<MixtureStep> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Array.FindLast(schedule, one => one.FromStep <= history.Count).Weights;
    }
}

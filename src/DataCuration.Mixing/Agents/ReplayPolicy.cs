namespace DataCuration.Mixing;

/// <summary>A policy that repeats the mixtures of a trajectory.</summary>
public sealed class ReplayPolicy : IMixturePolicy
{
    private readonly MixtureTrajectory trajectory;

    /// <summary>Creates a policy.</summary>
    /// <param name="trajectory">The trajectory.</param>
    public ReplayPolicy(MixtureTrajectory trajectory)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        this.trajectory = trajectory;
    }

    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The trajectory has no such step.</exception>
    public MixtureWeights Next(IReadOnlyList<MixtureStep> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Count < trajectory.Steps.Count ? trajectory.Steps[history.Count].Weights
            : throw new InvalidOperationException($"The trajectory has {trajectory.Steps.Count} steps, and step {history.Count} was asked for.");
    }
}

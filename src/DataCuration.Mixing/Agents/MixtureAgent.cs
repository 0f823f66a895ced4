namespace DataCuration.Mixing;

/// <summary>Runs a training step by step, with the mixtures of a policy.</summary>
public static class MixtureAgent
{
    /// <summary>Runs the steps that the log does not have yet.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="steps">The number of steps of the whole training.</param>
    /// <param name="train">Trains a step with the weights, and returns the scores after it. The first argument is the step's number, from 0.</param>
    /// <param name="log">The log, which is continued.</param>
    /// <param name="cancellationToken">Stops before the next step, and is passed to <paramref name="train"/>.</param>
    /// <returns>All steps.</returns>
    /// <exception cref="ResumeMismatchException">The policy gives other weights for a step of the log than the log has, so another policy began it.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="train"/> was cancelled by something else than <paramref name="cancellationToken"/>, such as a time limit of its own. The message names
    /// the step. The steps before it are in the log.
    /// </exception>
    public static async Task<MixtureTrajectory> RunAsync(IMixturePolicy policy, int steps,
        Func<int, MixtureWeights, CancellationToken, Task<IReadOnlyDictionary<string, double>>> train, MixtureTrajectoryLog log,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(log);
        CheckRecorded(policy, [.. log.Steps]);
        while (log.Steps.Count < steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int step = log.Steps.Count;
            MixtureWeights weights = policy.Next(log.Steps);
            IReadOnlyDictionary<string, double> feedback;
            try
            {
                feedback = await train(step, weights, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                // A caller takes a bare cancellation for its own.
                throw new InvalidOperationException($"The training of step {step} with the mixture {weights} was cancelled, and not by the caller: a time "
                    + $"limit of its own may have ended it. {e.Message}", e);
            }
            log.Append(new() { Step = step, Weights = weights, Feedback = feedback });
        }
        return new(log.Steps);
    }

    // The name of a policy does not tell two schedules apart. Its weights do.
    private static void CheckRecorded(IMixturePolicy policy, MixtureStep[] steps)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            MixtureWeights weights = policy.Next(new ArraySegment<MixtureStep>(steps, 0, i));
            if (!weights.Equals(steps[i].Weights))
                throw new ResumeMismatchException($"Step {i} of the log has the mixture {steps[i].Weights}, and the policy '{policy.Name}' gives {weights}. "
                    + "Continue with the policy that began the log, or choose another file.");
        }
    }
}

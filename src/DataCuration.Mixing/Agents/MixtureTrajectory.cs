using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>The steps of one training with their mixtures and scores.</summary>
public sealed class MixtureTrajectory
{
    /// <summary>Creates a trajectory.</summary>
    /// <param name="steps">The steps, numbered from 0, with the same sources and the same scores each.</param>
    /// <exception cref="ArgumentException">
    /// There is no step, a number is missing, sources or scores differ from those of the first step, or a score is not finite. The message names the step.
    /// </exception>
    public MixtureTrajectory(IReadOnlyList<MixtureStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0) throw new ArgumentException("The trajectory has no step.", nameof(steps));
        for (int i = 0; i < steps.Count; i++) Check(steps[i], i, i == 0 ? null : steps[0]);
        Steps = [.. steps];
    }

    /// <summary>The steps.</summary>
    public IReadOnlyList<MixtureStep> Steps { get; }

    /// <summary>Returns a training mixture with a phase for each run of steps with equal weights. All steps have the same part of the training.</summary>
    /// <param name="shards">The token shards of each source, by name. A source that no step uses is left out.</param>
    /// <exception cref="ArgumentException">A source that a step uses has no token shards.</exception>
    public TokenMixture ToTokenMixture(IReadOnlyDictionary<string, TokenShards> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        int[] used = [.. Enumerable.Range(0, Steps[0].Weights.Names.Length).Where(source => Steps.Any(step => step.Weights.Weights[source] > 0))];
        var phases = new List<MixturePhase>();
        for (int i = 0; i < Steps.Count; i++)
        {
            if (i + 1 < Steps.Count && Steps[i + 1].Weights.Equals(Steps[i].Weights)) continue;
            phases.Add(new() { Until = (double)(i + 1) / Steps.Count, Weights = [.. used.Select(source => Steps[i].Weights.Weights[source])] });
        }
        return new([.. used.Select(source => new WeightedTokenShards
        {
            Shards = Find(Steps[0].Weights.Names[source]),
            Weight = Steps.Average(step => step.Weights.Weights[source]),
        })])
        { Phases = phases };

        TokenShards Find(string name) => shards.TryGetValue(name, out TokenShards? own) ? own
            : throw new ArgumentException($"There are no token shards for '{name}'.", nameof(shards));
    }

    /// <summary>Checks that a step follows the steps before it.</summary>
    internal static void Check(MixtureStep step, int number, MixtureStep? first)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Step != number) throw new ArgumentException($"Step {step.Step} is in the place of step {number}.");
        if (step.Feedback.Count == 0) throw new ArgumentException($"Step {number} has no score.");
        foreach ((string name, double score) in step.Feedback)
            if (!double.IsFinite(score)) throw new ArgumentException(FormattableString.Invariant($"Step {number} has the score {score} in '{name}'."));
        if (first is null) return;
        if (!step.Weights.Names.AsSpan().SequenceEqual(first.Weights.Names.AsSpan()))
            throw new ArgumentException($"Step {number} has the sources {string.Join(", ", step.Weights.Names)}, and the first step "
                + $"{string.Join(", ", first.Weights.Names)}.");
        if (!step.Feedback.Keys.Order(StringComparer.Ordinal).SequenceEqual(first.Feedback.Keys.Order(StringComparer.Ordinal)))
            throw new ArgumentException($"Step {number} has the scores {string.Join(", ", step.Feedback.Keys)}, and the first step "
                + $"{string.Join(", ", first.Feedback.Keys)}.");
    }
}

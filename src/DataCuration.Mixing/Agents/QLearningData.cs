namespace DataCuration.Mixing;

/// <summary>Logged steps as states, actions and rewards. Scores and rewards are scaled to standard deviation 1.</summary>
internal sealed class QLearningData
{
    private readonly double[] means, deviations;
    private readonly string[] scores;

    public QLearningData(IReadOnlyList<MixtureTrajectory> trajectories)
    {
        if (trajectories.All(one => one.Steps.Count < 2)) throw new ArgumentException("No trajectory has two steps.", nameof(trajectories));
        MixtureStep first = trajectories[0].Steps[0];
        for (int i = 1; i < trajectories.Count; i++)
        {
            MixtureStep other = trajectories[i].Steps[0];
            if (!other.Weights.Names.AsSpan().SequenceEqual(first.Weights.Names.AsSpan())
                || !other.Feedback.Keys.Order(StringComparer.Ordinal).SequenceEqual(first.Feedback.Keys.Order(StringComparer.Ordinal)))
                throw new ArgumentException($"Trajectory {i} has other sources or scores than the first one.", nameof(trajectories));
        }
        Names = [.. first.Weights.Names];
        scores = [.. first.Feedback.Keys.Order(StringComparer.Ordinal)];
        MixtureStep[] all = [.. trajectories.SelectMany(one => one.Steps)];
        means = new double[scores.Length];
        deviations = new double[scores.Length];
        for (int i = 0; i < scores.Length; i++) (means[i], deviations[i]) = Scale([.. all.Select(step => step.Feedback[scores[i]])]);
        (_, double unit) = Scale([.. trajectories.SelectMany(one => one.Steps.Zip(one.Steps.Skip(1), (before, after) => after.Score - before.Score))]);
        foreach (MixtureTrajectory one in trajectories)
            for (int i = 1; i < one.Steps.Count; i++)
                Transitions.Add(new(StateOf(one.Steps[i - 1]), [.. one.Steps[i].Weights.Weights], (one.Steps[i].Score - one.Steps[i - 1].Score) / unit,
                    i + 1 < one.Steps.Count ? StateOf(one.Steps[i]) : null));
    }

    public string[] Names { get; }

    public int Sources => Names.Length;

    public int StateSize => Names.Length + scores.Length;

    public List<Transition> Transitions { get; } = [];

    /// <summary>Returns the numbers that describe a step for the decision about the next one.</summary>
    /// <exception cref="ArgumentException">The step lacks a score, or has other sources.</exception>
    public double[] StateOf(MixtureStep step)
    {
        if (!step.Weights.Names.AsSpan().SequenceEqual(Names))
            throw new ArgumentException(
                $"Step {step.Step} has the sources {string.Join(", ", step.Weights.Names)}; the policy knows {string.Join(", ", Names)}.");
        return [.. step.Weights.Weights, .. scores.Select((name, i) => step.Feedback.TryGetValue(name, out double score)
            ? (score - means[i]) / deviations[i] : throw new ArgumentException($"Step {step.Step} has no score '{name}'."))];
    }

    /// <summary>Makes an input of a state and a mixture to compare with: a logged one, or a draw.</summary>
    public void Compare(double[] state, double[] input, bool logged, ref SeededRandom random)
    {
        state.CopyTo(input, 0);
        if (logged) Transitions[(int)random.NextInt64(Transitions.Count)].Action.CopyTo(input, StateSize);
        else Draw(input.AsSpan(StateSize), ref random);
    }

    /// <summary>Returns the mixtures that a policy chooses from.</summary>
    public double[][] Choices(int count, ulong seed)
    {
        var random = SeededRandom.Create(seed, "q-learning", "choices");
        var choices = new List<double[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Transition step in Transitions)
        {
            if (choices.Count == count) break;
            if (seen.Add(string.Join(' ', step.Action.Select(BitConverter.DoubleToInt64Bits)))) choices.Add(step.Action);
        }
        while (choices.Count < count)
        {
            var weights = new double[Sources];
            Draw(weights, ref random);
            choices.Add(weights);
        }
        return [.. choices];
    }

    private static void Draw(Span<double> weights, ref SeededRandom random)
    {
        // The uniform Dirichlet distribution: normalised exponential variates.
        double sum = 0;
        foreach (ref double weight in weights)
        {
            weight = -DeterministicMath.Log(1 - random.NextDouble());
            sum += weight;
        }
        foreach (ref double weight in weights) weight = sum > 0 ? weight / sum : 1.0 / weights.Length;
    }

    private static (double Mean, double Deviation) Scale(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation > 0 && double.IsFinite(deviation) ? deviation : 1);
    }

    /// <summary>A logged step.</summary>
    /// <param name="State">The state before it.</param>
    /// <param name="Action">Its weights.</param>
    /// <param name="Reward">Its gain.</param>
    /// <param name="Next">The state after it; null at the end of a trajectory.</param>
    public sealed record Transition(double[] State, double[] Action, double Reward, double[]? Next);
}

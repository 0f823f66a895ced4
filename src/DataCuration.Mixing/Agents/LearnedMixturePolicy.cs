namespace DataCuration.Mixing;

/// <summary>
/// A policy that <see cref="ConservativeQLearning"/> learned: the mixture with the largest estimated gain. Instances are safe for concurrent use.
/// </summary>
public sealed class LearnedMixturePolicy : IMixturePolicy
{
    private readonly Lock gate = new();
    private readonly SmallNetwork network;
    private readonly QLearningData data;
    private readonly double[][] choices;

    internal LearnedMixturePolicy(SmallNetwork network, QLearningData data, double[][] choices)
    {
        this.network = network;
        this.data = data;
        this.choices = choices;
        First = MixtureWeights.Normalize(data.Names, [.. Enumerable.Repeat(1.0, data.Sources)]);
    }

    /// <inheritdoc/>
    public string Name => "conservative Q-learning";

    /// <summary>The weights of the first step, about which the policy knows nothing.</summary>
    /// <value>Default: equal weights.</value>
    public MixtureWeights First { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The history has other sources than the trajectories, or lacks a score.</exception>
    public MixtureWeights Next(IReadOnlyList<MixtureStep> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Count == 0) return First;
        double[] state = data.StateOf(history[^1]), input = new double[data.StateSize + data.Sources];
        state.CopyTo(input, 0);
        int best = 0;
        double largest = double.NegativeInfinity;
        lock (gate)
        {
            for (int i = 0; i < choices.Length; i++)
            {
                choices[i].CopyTo(input, data.StateSize);
                double value = network.Evaluate(input);
                if (value > largest) (best, largest) = (i, value);
            }
        }
        return MixtureWeights.Normalize(data.Names, choices[best]);
    }
}

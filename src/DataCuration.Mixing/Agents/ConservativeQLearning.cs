namespace DataCuration.Mixing;

/// <summary>
/// Learns a policy from logged trajectories without further trainings, by conservative Q-learning (Kumar and others 2020), as the Data Mixing Agent does on a
/// larger scale (arXiv 2507.15640). A small network estimates the future gain of a mixture. The conservative penalty lowers the estimates of mixtures that
/// were not logged, so that the policy does not prefer what nothing is known about.
/// </summary>
/// <remarks>
/// <para>
/// State: the last weights, and the last scores. Action: the next weights. Reward: the gain of the mean score by the step. The first step of a trajectory has
/// no earlier score and is not learned from.
/// </para>
/// <para>The same trajectories, options and seed give the same policy on every machine. Defaults are ours unless noted.</para>
/// </remarks>
public sealed record ConservativeQLearning
{
    /// <summary>The weight of the conservative penalty; 0 for plain Q-learning.</summary>
    /// <value>At least 0; default 0.2.</value>
    public double Conservatism
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must not be negative.");
    } = 0.2;

    /// <summary>The factor of later gains, at least 0 and below 1.</summary>
    /// <value>Default 0.5: with 0.9, policies for synthetic trainings of 12 steps were worse.</value>
    public double Discount
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be at least 0 and below 1.");
    } = 0.5;

    /// <summary>The number of updates of the network.</summary>
    /// <value>At least 1; default 2,000.</value>
    public int Updates { get; init => field = AtLeast(value); } = 2_000;

    /// <summary>The number of logged steps in an update.</summary>
    /// <value>At least 1; default 32.</value>
    public int BatchSize { get; init => field = AtLeast(value); } = 32;

    /// <summary>The number of mixtures that a state is compared with: half of them logged ones, half drawn from the uniform Dirichlet distribution.</summary>
    /// <value>At least 2; default 16.</value>
    public int Comparisons
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be at least 2.");
    } = 16;

    /// <summary>The number of mixtures that the learned policy chooses from: the logged ones, and draws for the rest.</summary>
    /// <value>At least 1; default 512.</value>
    public int Choices { get; init => field = AtLeast(value); } = 512;

    /// <summary>The size of each hidden layer.</summary>
    /// <value>At least 1; default 32.</value>
    public int HiddenSize { get; init => field = AtLeast(value); } = 32;

    /// <summary>The learning rate of Adam.</summary>
    /// <value>Positive; default 0.001 (Kingma and Ba 2015).</value>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive.");
    } = 0.001;

    /// <summary>The number of updates after which the network of the targets becomes the trained one.</summary>
    /// <value>At least 1; default 50.</value>
    public int TargetInterval { get; init => field = AtLeast(value); } = 50;

    /// <summary>The seed of parameters and draws.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Learns a policy.</summary>
    /// <param name="trajectories">The logged trajectories, with the same sources and scores. The paper has 20 of 80 steps.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">Sources or scores differ, or no trajectory has two steps.</exception>
    /// <exception cref="InvalidOperationException">The learning diverged: the network's parameters are not finite.</exception>
    public LearnedMixturePolicy Fit(IReadOnlyList<MixtureTrajectory> trajectories, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        var data = new QLearningData(trajectories);
        int width = data.StateSize + data.Sources;
        SmallNetwork network = new(width, HiddenSize, Seed), target = new(width, HiddenSize, Seed);
        var random = SeededRandom.Create(Seed, "q-learning", "batches");
        var inputs = new double[Comparisons + 1][];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = new double[width];
        var values = new double[inputs.Length];
        for (int update = 0; update < Updates; update++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (update % TargetInterval == 0) target.CopyFrom(network);
            for (int i = 0; i < BatchSize; i++)
            {
                QLearningData.Transition step = data.Transitions[(int)random.NextInt64(data.Transitions.Count)];
                double goal = step.Reward + (step.Next is null ? 0 : Discount * BestValue(target, data, step.Next, inputs, ref random));
                Learn(network, data, step, goal, inputs, values, ref random);
            }
            network.Step(LearningRate);
        }
        if (!network.IsFinite) throw new InvalidOperationException(FormattableString.Invariant(
            $"The learning diverged, and the policy would know nothing. Lower {nameof(LearningRate)}, which is {LearningRate}."));
        return new(network, data, data.Choices(Choices, Seed));
    }

    private static int AtLeast(int value) => value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be at least 1.");

    /// <summary>Returns the largest value of the comparison mixtures in a state.</summary>
    private double BestValue(SmallNetwork target, QLearningData data, double[] state, double[][] inputs, ref SeededRandom random)
    {
        double best = double.NegativeInfinity;
        for (int i = 0; i < Comparisons; i++)
        {
            data.Compare(state, inputs[i], i % 2 == 0, ref random);
            best = Math.Max(best, target.Evaluate(inputs[i]));
        }
        return best;
    }

    /// <summary>
    /// Adds the gradients of the squared error and of the conservative penalty: log-sum-exp of the comparisons minus the logged mixture's value.
    /// </summary>
    private void Learn(SmallNetwork network, QLearningData data, QLearningData.Transition step, double goal, double[][] inputs, double[] values,
        ref SeededRandom random)
    {
        step.State.CopyTo(inputs[^1], 0);
        step.Action.CopyTo(inputs[^1], data.StateSize);
        double value = network.Evaluate(inputs[^1]);
        network.AddGradient(inputs[^1], (value - goal - Conservatism) / BatchSize);
        if (Conservatism == 0) return;
        double largest = value, sum = 0;
        values[^1] = value;
        for (int i = 0; i < Comparisons; i++)
        {
            data.Compare(step.State, inputs[i], i % 2 == 0, ref random);
            values[i] = network.Evaluate(inputs[i]);
            largest = Math.Max(largest, values[i]);
        }
        foreach (double own in values) sum += DeterministicMath.Exp(own - largest);
        for (int i = 0; i < values.Length; i++)
        {
            double share = DeterministicMath.Exp(values[i] - largest) / sum;
            network.Evaluate(inputs[i]);
            network.AddGradient(inputs[i], Conservatism * share / BatchSize);
        }
    }
}

namespace DataCuration.Mixing.Tests.Agents;

public sealed class ConservativeQLearningTests(ITestOutputHelper output)
{
    private const int Steps = 12;
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly ConservativeQLearning Small =
        new() { Updates = 400, BatchSize = 24, Comparisons = 8, Choices = 200, HiddenSize = 16, LearningRate = 0.005 };

    [Fact]
    public void Fit_RandomTrajectories_GivesABetterPolicyThanTheLoggedOnes()
    {
        MixtureTrajectory[] logged = [.. Enumerable.Range(0, 16).Select(i => Roll(new RandomPolicy((ulong)i)))];
        LearnedMixturePolicy policy = Small.Fit(logged);
        double mean = logged.Average(one => one.Steps[^1].Score), learned = Roll(policy).Steps[^1].Score;
        output.WriteLine(FormattableString.Invariant($"logged: mean {mean:F3}; learned {learned:F3}"));
        // Equal weights in all steps would give 7.04, the best mixture 12.
        Assert.True(learned > mean + 3, FormattableString.Invariant($"{learned} is not above {mean} + 3."));
        Assert.True(learned > 7.04, FormattableString.Invariant($"{learned} is not above that of equal weights."));
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSamePolicy()
    {
        MixtureTrajectory[] logged = [.. Enumerable.Range(0, 4).Select(i => Roll(new RandomPolicy((ulong)i)))];
        ConservativeQLearning options = Small with { Updates = 20 };
        MixtureTrajectory first = Roll(options.Fit(logged)), second = Roll(options.Fit(logged)), other = Roll((options with { Seed = 1 }).Fit(logged));
        Assert.Equal(first.Steps.Select(step => step.Weights), second.Steps.Select(step => step.Weights));
        Assert.NotEqual(first.Steps.Select(step => step.Weights), other.Steps.Select(step => step.Weights));
    }

    [Fact]
    public void Fit_OtherSourcesOrSingleSteps_IsRefused()
    {
        MixtureTrajectory one = Roll(new RandomPolicy(1));
        var other = new MixtureTrajectory([new() { Step = 0, Weights = new(["x"], [1]), Feedback = new Dictionary<string, double> { ["score"] = 1 } }]);
        Assert.Contains("Trajectory 1", Assert.Throws<ArgumentException>(() => Small.Fit([one, other])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Small.Fit([other]));
    }

    /// <summary>A policy of NaN would always choose the first mixture, as if it had learned that.</summary>
    [Fact]
    public void Fit_LearningThatDiverges_SaysWhatToLower()
    {
        MixtureTrajectory[] logged = [Roll(new RandomPolicy(1)), Roll(new RandomPolicy(2))];
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => (Small with { LearningRate = 1e200, Updates = 20 }).Fit(logged));
        Assert.Contains("Lower LearningRate, which is 1E+200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallNetwork_TrainedTowardATarget_ReachesIt()
    {
        var random = new SeededRandom(3);
        var network = new SmallNetwork(4, 8, 1);
        double[] input = [0.3, -0.2, 0.9, 0.1];
        double before = network.Evaluate(input);
        for (int i = 0; i < 200; i++)
        {
            double[] noise = [.. input.Select(value => value + (0.01 * NormalDraws.Next(ref random)))];
            double value = network.Evaluate(noise);
            network.AddGradient(noise, value - 2);
            network.Step(0.01);
        }
        Assert.NotEqual(2, before, 1);
        Assert.Equal(2, network.Evaluate(input), 1);
    }

    /// <summary>A training whose score rises faster the nearer the mixture is to the best one.</summary>
    private static MixtureTrajectory Roll(IMixturePolicy policy)
    {
        double[] best = [0.2, 0.7, 0.1];
        var steps = new List<MixtureStep>();
        double score = 0;
        for (int i = 0; i < Steps; i++)
        {
            MixtureWeights weights = policy.Next(steps);
            score += 1 - (2 * weights.Weights.Zip(best, (own, other) => (own - other) * (own - other)).Sum());
            steps.Add(new() { Step = i, Weights = weights, Feedback = new Dictionary<string, double> { ["score"] = score } });
        }
        return new(steps);
    }

    private sealed class RandomPolicy(ulong seed) : IMixturePolicy
    {
        public string Name => "random";

        public MixtureWeights Next(IReadOnlyList<MixtureStep> history)
        {
            var random = SeededRandom.Create(seed, "policy", $"{history.Count}");
            var weights = new double[Names.Length];
            DirichletDraws.Draw([1, 1, 1], ref random, weights);
            return new(Names, weights);
        }
    }
}

namespace DataCuration.Mixing;

/// <summary>
/// Gradient-boosted regression trees for squared error, as CLIMB and RegMix fit them with LightGBM: shallow trees, a small learning rate, penalties on leaf
/// values, and an early stop on a held-out part.
/// </summary>
/// <remarks>
/// <para>
/// Defaults are those of CLIMB (<c>tutorials/text/nemotron-climb-data-curation/8_predict.py</c> of NeMo Curator). Differences to LightGBM: splits are exact
/// and not between bins of values, and scores are scaled to mean 0 and standard deviation 1 before the fit. Penalties then act alike on scores of any unit.
/// </para>
/// <para>As in the tutorial, the patience is at most the number of held-out mixtures: 7 of 64.</para>
/// </remarks>
public sealed class GradientBoostedRegression : IMixtureRegression
{
    /// <summary>The factor of each tree's values, above 0 and at most 1.</summary>
    /// <value>Default 0.01: CLIMB and RegMix (<c>regression_fitting/regression.ipynb</c>).</value>
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be above 0 and at most 1.");
    } = 0.01;

    /// <summary>The maximum number of trees.</summary>
    /// <value>At least 1; default 1,000: CLIMB and RegMix.</value>
    public int MaxTrees { get; init => field = AtLeast(value, 1); } = 1_000;

    /// <summary>The maximum number of splits between the root and a leaf.</summary>
    /// <value>At least 1; default 4: CLIMB.</value>
    public int MaxDepth { get; init => field = AtLeast(value, 1); } = 4;

    /// <summary>The minimum number of mixtures in a leaf.</summary>
    /// <value>At least 1; default 5: CLIMB (<c>min_child_samples</c>).</value>
    public int MinLeaf { get; init => field = AtLeast(value, 1); } = 5;

    /// <summary>The penalty on the absolute value of a leaf, on scaled scores.</summary>
    /// <value>At least 0; default 1: CLIMB (<c>reg_alpha</c>).</value>
    public double AbsolutePenalty { get; init => field = NotNegative(value); } = 1;

    /// <summary>The penalty on the square of a leaf's value, on scaled scores.</summary>
    /// <value>At least 0; default 1: CLIMB (<c>reg_lambda</c>).</value>
    public double SquaredPenalty { get; init => field = NotNegative(value); } = 1;

    /// <summary>The number of trees without a better held-out error after which the fit ends; 0 to use all mixtures and to make all trees.</summary>
    /// <value>Default 20: CLIMB.</value>
    public int Patience { get; init => field = AtLeast(value, 0); } = 20;

    /// <summary>The part of the mixtures that is held out for the early stop, above 0 and below 1.</summary>
    /// <value>Default 0.1: CLIMB and RegMix split 90 to 10.</value>
    public double HeldOut
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be above 0 and below 1.");
    } = 0.1;

    /// <inheritdoc/>
    public string Name => "gradient-boosted trees";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("regression", "gradient_boosted_trees");
        writer.Add(nameof(LearningRate), LearningRate);
        writer.Add(nameof(MaxTrees), MaxTrees);
        writer.Add(nameof(MaxDepth), MaxDepth);
        writer.Add(nameof(MinLeaf), MinLeaf);
        writer.Add(nameof(AbsolutePenalty), AbsolutePenalty);
        writer.Add(nameof(SquaredPenalty), SquaredPenalty);
        writer.Add(nameof(Patience), Patience);
        writer.Add(nameof(HeldOut), HeldOut);
    }

    /// <inheritdoc/>
    public IMixturePredictor Fit(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, ulong seed,
        CancellationToken cancellationToken = default)
    {
        RegressionChecks.Check(sources, weights, scores);
        int count = scores.Length;
        (double mean, double deviation) = RegressionChecks.Scale(scores);
        var target = new double[count];
        for (int i = 0; i < count; i++) target[i] = (scores[i] - mean) / deviation;

        (int[] fitted, int[] checkedOn) = RegressionChecks.Split(count, Patience == 0 ? 0 : HeldOut, seed);
        int heldOut = checkedOn.Length;
        double[] matrix = weights.ToArray();
        var grower = new TreeGrower(this, sources, matrix, fitted);
        double start = fitted.Average(i => target[i]);
        var current = new double[count];
        Array.Fill(current, start);
        var residuals = new double[count];
        var trees = new List<RegressionTree>();
        double best = double.PositiveInfinity;
        int kept = 0, patience = Math.Min(Patience, heldOut);
        for (int tree = 0; tree < MaxTrees; tree++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < count; i++) residuals[i] = target[i] - current[i];
            RegressionTree grown = grower.Grow(residuals);
            trees.Add(grown);
            for (int i = 0; i < count; i++) current[i] += grown.Evaluate(matrix.AsSpan(i * sources, sources));
            if (heldOut == 0)
            {
                kept = trees.Count;
                if (grown.IsLeaf) break;
                continue;
            }
            double error = 0;
            foreach (int i in checkedOn) error += (target[i] - current[i]) * (target[i] - current[i]);
            if (error < best) (best, kept) = (error, trees.Count);
            else if (trees.Count - kept >= patience) break;
        }
        return new BoostedTrees(sources, (start * deviation) + mean, deviation, [.. trees.Take(kept)]);
    }

    private static int AtLeast(int value, int minimum) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be at least {minimum}.");

    private static double NotNegative(double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must not be negative.");
}

using Microsoft.ML.Trainers.LightGbm;

namespace DataCuration.Mixing.LightGbm;

/// <summary>
/// The regression of CLIMB and RegMix: gradient-boosted trees of LightGBM. <see cref="GradientBoostedRegression"/> has the same options in managed code, with
/// exact splits; LightGBM splits between bins of values.
/// </summary>
/// <remarks>
/// <para>
/// Defaults are those of CLIMB (<c>tutorials/text/nemotron-climb-data-curation/8_predict.py</c> of NeMo Curator), and LightGBM's own where the tutorial sets
/// nothing. Two things differ. Scores are scaled to mean 0 and standard deviation 1 before the fit, so penalties act alike on scores of any unit; the
/// tutorial's scores are percentages. Features are 32-bit numbers, as ML.NET passes them.
/// </para>
/// <para>
/// A fit runs on one thread, with LightGBM's options <c>deterministic</c> and <c>force_col_wise</c>, without sampling of rows or columns. On the same machine,
/// with the same version of LightGBM, it depends on mixtures, order, scores, options and seed only. The seed draws the held-out mixtures. Another processor
/// or version may round differently, so finish a search on the kind of machine on which it began.
/// </para>
/// <para>As in the tutorial, the patience is at most the number of held-out mixtures: 7 of 64.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration.Mixing;
/// using DataCuration.Mixing.LightGbm;
///
/// MixtureSource[] sources = [new("web", 700_000_000), new("books", 200_000_000), new("code", 100_000_000)];
/// var evaluator = new DelegateMixtureEvaluator("distance", weights => -Math.Pow(weights["books"] - 0.4, 2));
/// var search = new ClimbSearch(sources, evaluator) { Options = MixtureSearchOptions.Climb with { Regression = new LightGbmRegression() } };
/// Console.WriteLine((await search.RunAsync()).Result);
/// </code>
/// </example>
public sealed class LightGbmRegression : IMixtureRegression
{
    /// <summary>
    /// RegMix's options (<c>regression_fitting/regression.ipynb</c> of sail-sg/regmix): no limit of depth, no penalties, and a stop after 3 trees without a
    /// better error. Use it with <see cref="MixtureSearchOptions.RegMix"/>.
    /// </summary>
    public static LightGbmRegression RegMix { get; } = new() { MaxDepth = 0, MinLeaf = 20, AbsolutePenalty = 0, SquaredPenalty = 0, Patience = 3 };

    /// <summary>The factor of each tree's values, above 0 and at most 1.</summary>
    /// <value>Default 0.01: CLIMB and RegMix.</value>
    public double LearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be above 0 and at most 1.");
    } = 0.01;

    /// <summary>The maximum number of trees.</summary>
    /// <value>At least 1; default 1,000: CLIMB and RegMix.</value>
    public int MaxTrees { get; init => field = AtLeast(value, 1); } = 1_000;

    /// <summary>The maximum number of splits between the root and a leaf; 0 for no limit.</summary>
    /// <value>Default 4: CLIMB.</value>
    public int MaxDepth { get; init => field = AtLeast(value, 0); } = 4;

    /// <summary>The maximum number of leaves of a tree.</summary>
    /// <value>At least 2; default 31: LightGBM (<c>num_leaves</c>).</value>
    public int MaxLeaves { get; init => field = AtLeast(value, 2); } = 31;

    /// <summary>The minimum number of mixtures in a leaf.</summary>
    /// <value>At least 1; default 5: CLIMB (<c>min_child_samples</c>).</value>
    public int MinLeaf { get; init => field = AtLeast(value, 1); } = 5;

    /// <summary>The maximum number of bins of a source's weights.</summary>
    /// <value>At least 2; default 255: LightGBM (<c>max_bin</c>).</value>
    public int MaxBins { get; init => field = AtLeast(value, 2); } = 255;

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
    /// <value>Default 0.1: CLIMB splits 90 to 10.</value>
    public double HeldOut
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be above 0 and below 1.");
    } = 0.1;

    /// <inheritdoc/>
    public string Name => "LightGBM";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("regression", "lightgbm");
        writer.Add(nameof(LearningRate), LearningRate);
        writer.Add(nameof(MaxTrees), MaxTrees);
        writer.Add(nameof(MaxDepth), MaxDepth);
        writer.Add(nameof(MaxLeaves), MaxLeaves);
        writer.Add(nameof(MinLeaf), MinLeaf);
        writer.Add(nameof(MaxBins), MaxBins);
        writer.Add(nameof(AbsolutePenalty), AbsolutePenalty);
        writer.Add(nameof(SquaredPenalty), SquaredPenalty);
        writer.Add(nameof(Patience), Patience);
        writer.Add(nameof(HeldOut), HeldOut);
    }

    /// <inheritdoc/>
    /// <exception cref="LightGbmException">The native library of LightGBM is missing or cannot be loaded, or it reported an error.</exception>
    public IMixturePredictor Fit(int sources, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, ulong seed,
        CancellationToken cancellationToken = default)
    {
        RegressionChecks.Check(sources, weights, scores);
        cancellationToken.ThrowIfCancellationRequested();
        int count = scores.Length;
        (double mean, double deviation) = RegressionChecks.Scale(scores);
        (int[] fitted, int[] heldOut) = RegressionChecks.Split(count, Patience == 0 ? 0 : HeldOut, seed);
        double start = 0;
        foreach (int i in fitted) start += (scores[i] - mean) / deviation / fitted.Length;
        // Without a possible split LightGBM would return its start.
        bool isFlat = true;
        foreach (int i in fitted) isFlat &= scores[i] == scores[fitted[0]];
        RegressionTree[] trees = [];
        if (!isFlat && fitted.Length >= 2 * MinLeaf)
        {
            MixtureRow[] rows = new MixtureRow[count];
            for (int i = 0; i < count; i++)
                rows[i] = new() { Features = ToSingle(weights.Slice(i * sources, sources)), Label = (float)(((scores[i] - mean) / deviation) - start) };
            trees = LightGbmTraining.Run(CreateOptions(Math.Min(Patience, heldOut.Length)), sources, [.. fitted.Select(i => rows[i])],
                [.. heldOut.Select(i => rows[i])]);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return new SinglePrecisionTrees(new BoostedTrees(sources, (start * deviation) + mean, deviation, trees));
    }

    internal static float[] ToSingle(ReadOnlySpan<double> row)
    {
        var features = new float[row.Length];
        for (int i = 0; i < row.Length; i++) features[i] = (float)row[i];
        return features;
    }

    private LightGbmRegressionTrainer.Options CreateOptions(int patience) => new()
    {
        LabelColumnName = nameof(MixtureRow.Label),
        FeatureColumnName = nameof(MixtureRow.Features),
        LearningRate = LearningRate,
        NumberOfIterations = MaxTrees,
        NumberOfLeaves = MaxLeaves,
        MinimumExampleCountPerLeaf = MinLeaf,
        MaximumBinCountPerFeature = MaxBins,
        // ML.NET's default differs from that of LightGBM.
        Booster = new GradientBooster.Options
        {
            MaximumTreeDepth = MaxDepth,
            L1Regularization = AbsolutePenalty,
            L2Regularization = SquaredPenalty,
            MinimumChildWeight = 1e-3,
        },
        EvaluationMetric = LightGbmRegressionTrainer.Options.EvaluateMetricType.MeanSquaredError,
        EarlyStoppingRound = patience,
        UseCategoricalSplit = false,
        HandleMissingValue = false,
        NumberOfThreads = 1,
        Deterministic = true,
        // Otherwise LightGBM measures which of two ways is faster, and they may round differently.
        ForceColumnWise = true,
        // Nothing is sampled. Without a number, ML.NET draws one.
        Seed = 42,
    };

    private static int AtLeast(int value, int minimum) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be at least {minimum}.");

    private static double NotNegative(double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must not be negative.");
}

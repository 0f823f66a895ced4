namespace DataCuration.Mixing;

/// <summary>Options of a <see cref="ClimbSearch"/>. The defaults are CLIMB's.</summary>
public sealed record MixtureSearchOptions
{
    /// <summary>CLIMB (Nemotron-CLIMB, arXiv 2504.13161): three iterations of 64, 32 and 16 mixtures.</summary>
    public static MixtureSearchOptions Climb { get; } = new();

    /// <summary>
    /// RegMix (arXiv 2407.01492): one iteration of 512 mixtures, and the mean of the 128 best of 100,000 predicted mixtures
    /// (<c>regression_fitting/regression.ipynb</c> of sail-sg/regmix: <c>k = 128</c>, then <c>np.mean(top_k_samples, axis=0)</c>). The repository's trees have
    /// neither a limit of depth nor penalties; these trees are limited to 5 splits from root to leaf, enough for LightGBM's default of 31 leaves.
    /// </summary>
    public static MixtureSearchOptions RegMix { get; } = new()
    {
        Iterations = [512],
        Averaged = 128,
        Regression = new GradientBoostedRegression { MaxDepth = 5, MinLeaf = 20, AbsolutePenalty = 0, SquaredPenalty = 0, Patience = 3 },
    };

    /// <summary>The number of new mixtures in each iteration.</summary>
    /// <value>At least one number, each at least 1; default 64, 32, 16: CLIMB's main result, better than 6:1 and 2:2:1:1.</value>
    /// <exception cref="ArgumentException">There is no number, or one is below 1.</exception>
    public IReadOnlyList<int> Iterations
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("There is no iteration.", nameof(value));
            if (value.FirstOrDefault(count => count < 1, 1) is < 1 and var wrong)
                throw new ArgumentException($"An iteration has {wrong} mixtures; each needs at least 1.", nameof(value));
            field = [.. value];
        }
    } = [64, 32, 16];

    /// <summary>The draws of the first iteration, with the limits of all mixtures.</summary>
    public MixtureSampling Sampling { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>The regression that predicts scores.</summary>
    /// <value>Default <see cref="GradientBoostedRegression"/> with CLIMB's options.</value>
    public IMixtureRegression Regression { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new GradientBoostedRegression();

    /// <summary>The number of mixtures that are drawn and predicted for each later iteration, and for the result.</summary>
    /// <value>At least 1; default 100,000: RegMix and CLIMB (<c>8_predict.py</c>).</value>
    public int Candidates { get; init => field = AtLeast(value, 1); } = 100_000;

    /// <summary>The concentration of these draws, around the shares of tokens without <see cref="MixtureSampling.Temperature"/>.</summary>
    /// <value>Positive; default 1: RegMix and CLIMB.</value>
    public double CandidateConcentration
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be positive and finite.");
    } = 1;

    /// <summary>
    /// The smallest number of best predicted mixtures from which a later iteration of n mixtures draws at random; it draws from n² if that is more.
    /// </summary>
    /// <value>At least 1; default 128: CLIMB (<c>8_predict.py</c>).</value>
    public int MinPool { get; init => field = AtLeast(value, 1); } = 128;

    /// <summary>The number of best predicted mixtures whose mean is the result. Mixtures whose prediction equals that of the last one count too.</summary>
    /// <value>At least 1; default 1: the mixture with the best prediction (CLIMB). RegMix: 128.</value>
    public int Averaged { get; init => field = AtLeast(value, 1); } = 1;

    /// <summary>The seed of all draws.</summary>
    /// <value>Default 42: RegMix and CLIMB.</value>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// Meta-rater (arXiv 2504.14194) searches the weights of ratings instead of sources: 256 draws from the uniform Dirichlet distribution, and the mean of the
    /// 128 best of 1,000,000 predicted weights, with those that equal the last (<c>pipeline/step1_generate_weights.py</c>, <c>step3_train_regressor.py</c>,
    /// <c>step4_search_optimal.py</c>).
    /// </summary>
    /// <param name="ratings">The number of ratings; 25 in the paper.</param>
    /// <remarks>
    /// Give <see cref="ClimbSearch"/> a source for each rating, with the same number of tokens. The evaluator selects documents by the weighted rating, and
    /// trains on them. The repository stops its trees after 5 rounds without a better error.
    /// </remarks>
    public static MixtureSearchOptions MetaRater(int ratings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ratings, 1);
        return new()
        {
            Iterations = [256],
            // Concentration times share is 1 for each rating.
            Sampling = new()
            {
                Temperature = 0,
                MinConcentration = ratings,
                MaxConcentration = ratings,
                Concentrations = 1,
                MaxUsage = double.PositiveInfinity,
                MinWeight = 0,
                Oversampling = 1,
            },
            Regression = new GradientBoostedRegression
            {
                MaxDepth = 5,
                MinLeaf = 20,
                AbsolutePenalty = 0,
                SquaredPenalty = 0,
                Patience = 5,
                HeldOut = 0.2,
            },
            CandidateConcentration = ratings,
            Candidates = 1_000_000,
            Averaged = 128,
        };
    }

    internal void Describe(FingerprintWriter writer)
    {
        foreach (int count in Iterations) writer.Add(nameof(Iterations), count);
        writer.AddScope("sampling", Sampling.Describe);
        writer.AddScope("regression", Regression.Describe);
        writer.Add(nameof(Candidates), Candidates);
        writer.Add(nameof(CandidateConcentration), CandidateConcentration);
        writer.Add(nameof(MinPool), MinPool);
        writer.Add(nameof(Averaged), Averaged);
        writer.Add(nameof(Seed), Seed);
    }

    private static int AtLeast(int value, int minimum) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Must be at least {minimum}.");
}

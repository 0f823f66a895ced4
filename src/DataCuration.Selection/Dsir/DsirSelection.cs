namespace DataCuration.Selection;

/// <summary>
/// Selects data by importance resampling (Xie, Santurkar, Ma and Liang 2023). It selects the documents of the corpus that resemble a target, by the ratio
/// of hashed n-gram distributions, with Gumbel noise for sampling without replacement.
/// </summary>
/// <remarks>
/// With the defaults this is exactly the algorithm of p-lambda/dsir, except for the source of the noise (<see cref="Noise"/>) and the budget of the fit,
/// which is off (<see cref="DsirModelFit.NGramBudget"/>).
/// <para>
/// Memory: the model, the caches of the featurizers, and the bits of one shard for each worker. Weights are streamed from files.
/// <see cref="SelectionNoise.NumPyLegacy"/> also holds all candidates in memory.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"), target = Corpus.FromJsonl("target/*.jsonl");
/// KeepList chosen = await pool.FitAsync(new DsirSelection(target) { Size = SelectionSize.Documents(10_000), Seed = 17 }, run);
/// await pool.Keep(chosen).WriteJsonlAsync("selected", run);
/// Console.WriteLine(SelectionReport.Load(chosen));
/// </code>
/// </example>
public sealed class DsirSelection : CorpusFit<KeepList>
{
    private readonly DsirModelFit? modelFit;
    private readonly DsirModel? model;

    /// <summary>Creates a selection for targets, with default features. For other features pass a <see cref="DsirModelFit"/>.</summary>
    /// <param name="targets">The targets; at least one. Several are pooled.</param>
    public DsirSelection(params ReadOnlySpan<Corpus> targets) => modelFit = new DsirModelFit(targets);

    /// <summary>Creates a selection by a model that is fitted first.</summary>
    /// <param name="modelFit">The fit of the model.</param>
    public DsirSelection(DsirModelFit modelFit)
    {
        ArgumentNullException.ThrowIfNull(modelFit);
        this.modelFit = modelFit;
    }

    /// <summary>Creates a selection by an existing model.</summary>
    /// <param name="model">The model.</param>
    public DsirSelection(DsirModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <summary>The size to select. Required.</summary>
    public required SelectionSize Size { get; init; }

    /// <summary>The seed of the noise. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The form of the weight. Default: <see cref="DsirWeighting.Raw"/> (reference). For documents of unequal length another form is better; see
    /// <see cref="DsirWeighting"/>.
    /// </summary>
    public DsirWeighting Weighting { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DsirWeighting.Raw;

    /// <summary>
    /// The minimum number of tokens; shorter documents are never selected. Default: 100 (reference default <c>min_example_length=100</c>).
    /// </summary>
    public long MinTokens
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length must not be negative.");
    } = 100;

    /// <summary>True to take the largest weights without noise. Default: false (reference default <c>top_k=False</c>).</summary>
    public bool TopK { get; init; }

    /// <summary>The source of the noise. Default: <see cref="SelectionNoise.Keyed"/>.</summary>
    public SelectionNoise Noise { get; init; }

    /// <inheritdoc/>
    public override string Name => "dsir-selection";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => modelFit?.Inputs ?? [];

    private SelectionRule Rule => new(Size, MinTokens, TopK, Noise, Seed);

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (modelFit is not null) modelFit.DescribeOptions(writer);
        else writer.Add("model", model!);
        writer.Add(nameof(Weighting), Weighting.ToString());
        Rule.Describe(writer);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        if (Noise == SelectionNoise.NumPyLegacy && Seed > uint.MaxValue)
            throw new InvalidOperationException($"NumPy's legacy generator takes seeds of 32 bits; {Seed} is larger.");
        DsirModel fitted = model ?? await scope.FitAsync(scope.Corpus, modelFit!, cancellationToken).ConfigureAwait(false);
        DsirWeights weights = await scope.FitAsync(scope.Corpus, new DsirWeightsFit(fitted) { Weighting = Weighting }, cancellationToken).ConfigureAwait(false);
        return await Rule.SelectAsync(scope, weights.Table, fitted.TargetProportions.ToArray(), cancellationToken).ConfigureAwait(false);
    }
}

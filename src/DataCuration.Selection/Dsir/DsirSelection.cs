namespace DataCuration.Selection;

/// <summary>
/// Data selection by importance resampling (Xie, Santurkar, Ma and Liang 2023): chooses the documents of the corpus that look like a target, by the ratio of hashed
/// n-gram distributions, with Gumbel noise for sampling without replacement. With the defaults it is exactly the algorithm of p-lambda/dsir, except for the
/// noise's source (see <see cref="Noise"/>) and the budget of the fit, which is off (<see cref="DsirModelFit.NGramBudget"/>).
/// </summary>
public sealed class DsirSelection : CorpusFit<KeepList>
{
    private readonly DsirModelFit? modelFit;
    private readonly DsirModel? model;

    /// <summary>Selects what looks like targets, with default features: for others pass a <see cref="DsirModelFit"/>.</summary>
    /// <param name="targets">At least one; several are pooled.</param>
    public DsirSelection(params ReadOnlySpan<Corpus> targets) => modelFit = new DsirModelFit(targets);

    /// <summary>Selects by a model that is fitted first.</summary>
    /// <param name="modelFit">How to fit it.</param>
    public DsirSelection(DsirModelFit modelFit)
    {
        ArgumentNullException.ThrowIfNull(modelFit);
        this.modelFit = modelFit;
    }

    /// <summary>Selects by a model that is there.</summary>
    /// <param name="model">The model.</param>
    public DsirSelection(DsirModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
    }

    /// <summary>How much to select. Required.</summary>
    public required SelectionSize Size { get; init; }

    /// <summary>The seed of the noise. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How n-grams become a weight. Default: <see cref="DsirWeighting.Raw"/>, the reference's; see there why another is better for documents of unequal length.</summary>
    public DsirWeighting Weighting { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DsirWeighting.Raw;

    /// <summary>Documents of fewer tokens are never selected. Default: 100 (reference default <c>min_example_length=100</c>).</summary>
    public long MinTokens { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A length is not negative."); } = 100;

    /// <summary>Whether to take the largest weights without noise. Default: false (reference default <c>top_k=False</c>).</summary>
    public bool TopK { get; init; }

    /// <summary>Where the noise comes from. Default: <see cref="SelectionNoise.Keyed"/>.</summary>
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

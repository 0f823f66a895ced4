namespace DataCuration.Selection;

/// <summary>
/// Fits DSIR's importance estimator: the hashed n-gram distributions of the fitted corpus (raw) and of one or more targets (Xie et al. 2023, section 3;
/// <c>fit_importance_estimator</c> of p-lambda/dsir).
/// </summary>
public sealed class DsirModelFit : CorpusFit<DsirModel>
{
    private readonly Corpus[] targets;

    /// <summary>Creates a fit for targets.</summary>
    /// <param name="targets">The targets; at least one. Several are pooled unless <see cref="SeparateTargets"/> is set.</param>
    public DsirModelFit(params ReadOnlySpan<Corpus> targets)
    {
        if (targets.IsEmpty) throw new ArgumentException("DSIR needs a target corpus.", nameof(targets));
        this.targets = [.. targets];
    }

    /// <summary>The features. Default: the reference's.</summary>
    public HashedNGrams Features { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// The pseudo-count that is added to every bucket of a target; at least 0. Default: 0 (reference default <c>target_laplace_smoothing=0.0</c>).
    /// </summary>
    public double TargetSmoothing
    {
        get;
        init => field = value is >= 0 and < double.PositiveInfinity ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Smoothing must be a finite pseudo-count of at least 0.");
    }

    /// <summary>True to keep a distribution for each target and select documents for each by its proportion. Default: false (reference default).</summary>
    public bool SeparateTargets { get; init; }

    /// <summary>
    /// The share of the selection for each target, in any unit, if <see cref="SeparateTargets"/> is set. Default: null, by the targets' n-gram counts
    /// (reference).
    /// </summary>
    public IReadOnlyList<double>? TargetProportions
    {
        get;
        init
        {
            if (value is not null)
                foreach (double proportion in value)
                    if (proportion is not (> 0 and < double.PositiveInfinity))
                        throw new ArgumentOutOfRangeException(nameof(value), proportion, "Target proportions must be positive.");
            field = value;
        }
    }

    /// <summary>
    /// The number of n-grams to fit on, divided evenly among the shards. A shard stops after the document that exceeds its part. Default: null, all
    /// n-grams. The reference's default is <c>100000 × buckets</c> ("auto"). It makes the fit depend on the number of processes, and with separate targets
    /// it limits the targets too.
    /// </summary>
    public long? NGramBudget
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A budget must be at least one n-gram.");
    }

    /// <inheritdoc/>
    public override string Name => "dsir-model";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => targets;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DescribeOptions(writer);
    }

    internal void DescribeOptions(FingerprintWriter writer)
    {
        Features.Describe(writer);
        writer.Add(nameof(TargetSmoothing), TargetSmoothing);
        writer.Add(nameof(SeparateTargets), SeparateTargets);
        foreach (double proportion in TargetProportions ?? []) writer.Add(nameof(TargetProportions), proportion);
        writer.Add(nameof(NGramBudget), NGramBudget?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    protected override async Task<DsirModel> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (TargetProportions is not null && !SeparateTargets) throw new InvalidOperationException("Target proportions need separate targets.");
        if (TargetProportions is not null && TargetProportions.Count != targets.Length)
            throw new InvalidOperationException($"{TargetProportions.Count} target proportions were given for {targets.Length} targets.");

        FeaturizerPool pool = FeaturizerPool.Of(scope, Features);
        Corpus[] distributions = SeparateTargets ? targets : [Corpus.Concat(targets)];
        var targetCounts = new List<long[]>();
        for (int k = 0; k < distributions.Length; k++)
        {
            (long[] counts, _) = await CountAsync(scope, pool, $"target-{k}", distributions[k], SeparateTargets ? NGramBudget : null, cancellationToken)
                .ConfigureAwait(false);
            if (Array.TrueForAll(counts, static count => count == 0))
                throw new CurationException(
                    $"Target {k} has no n-gram: it has no documents, or only empty ones. Without a target, DSIR would select arbitrary documents.");
            targetCounts.Add(counts);
        }
        (long[] raw, long documents) = await CountAsync(scope, pool, "raw", scope.Corpus, NGramBudget, cancellationToken).ConfigureAwait(false);
        // Without documents nothing is selected, as requested. Documents without a word have no distribution to compute weights from.
        if (documents > 0 && Array.TrueForAll(raw, static count => count == 0))
            throw new CurationException($"The {documents} documents of the corpus have no n-gram: their distribution is not defined.");

        PhaseFiles model = await scope.FinishAsync("model", (output, _) =>
        {
            DsirModel.Write(output.CreateFile(DsirModel.FileName), Features, TargetSmoothing, raw, targetCounts, TargetProportions);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return DsirModel.Load(Path.Combine(model.Folder, DsirModel.FileName), model.Files);
    }

    private async Task<(long[] Counts, long Documents)> CountAsync(FitScope scope, FeaturizerPool pool, string phase, Corpus corpus, long? budget,
        CancellationToken cancellationToken)
    {
        long? perShard = null;
        if (budget is { } total)
        {
            int shards = await scope.CountShardsAsync(corpus, cancellationToken).ConfigureAwait(false);
            perShard = total / Math.Max(1, shards);
        }
        PhaseFiles files = await scope.MapAsync(phase, corpus, new NGramCountMapper(pool, Features, perShard), cancellationToken).ConfigureAwait(false);
        return (NGramCountMapper.Sum(files, Features.Buckets, cancellationToken), files.Report.Kept);
    }
}

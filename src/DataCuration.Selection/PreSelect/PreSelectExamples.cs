namespace DataCuration.Selection;

/// <summary>
/// Selects the training examples of PreSelect's classifier. Positive examples are the documents with the highest predictive strength. Negative examples are
/// those with the lowest, in ascending order, until there is the same number of both. Among equal strengths the choice is random, by seed and id.
/// <see cref="PreSelectLabeler"/> writes their labels.
/// </summary>
/// <remarks>Memory: the bits of one shard for each worker, and about 100 MB. Scores are streamed from files.</remarks>
public sealed class PreSelectExamples : CorpusFit<KeepList>
{
    /// <summary>The annotation that holds the predictive strength. Default: <c>predictive_strength</c>.</summary>
    public string Strength { get; init => field = OptionChecks.NotEmpty(value); } = PredictiveStrengthTagger.Strength.Name;

    /// <summary>The minimum strength of a positive document. Default: 1, all pairs of models in order (15 of 15 in the paper).</summary>
    public double MinPositive
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The bound must be a finite number.");
    } = 1;

    /// <summary>The maximum number of positive examples; the strongest are taken. 1 or more. Default: no limit (the paper has about 200,000).</summary>
    public long MaxPositives
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There must be at least one example.");
    } = long.MaxValue;

    /// <summary>The seed. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "preselect-examples";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Strength), Strength);
        writer.Add(nameof(MinPositive), MinPositive);
        writer.Add(nameof(MaxPositives), MaxPositives);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([Strength], [], DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [Strength],
            CandidateFactory = _ => ToCandidate,
            Share = Balance,
            Unit = DocumentMeasure.Documents.Unit,
            FirstNames = ["negative", "positive"],
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private Candidate ToCandidate(AnnotationRow row)
    {
        double strength = row.Values[0];
        if (double.IsNaN(strength)) return Candidate.Unrated;
        bool isPositive = strength >= MinPositive;
        return Candidate.Of(isPositive ? 1 : 0, 0, isPositive ? strength : -strength, Seed, row.IdHash);
    }

    /// <summary>Returns equal quotas for negative and positive documents.</summary>
    private long[] Balance(IReadOnlyList<Stratum> strata)
    {
        long each = Math.Min(strata.Count == 2 ? strata.Min(stratum => stratum.Available) : 0, MaxPositives);
        if (each == 0) throw new InsufficientDataException(FormattableString.Invariant(
            $"Examples need positive documents (a strength of at least {MinPositive}) and negative ones. The corpus lacks one of the two kinds, or both."));
        return [each, each];
    }
}

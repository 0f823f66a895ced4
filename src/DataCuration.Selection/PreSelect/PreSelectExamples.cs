namespace DataCuration.Selection;

/// <summary>
/// Chooses the training examples of PreSelect's classifier: positive are the documents of the highest predictive strength, negative those of the lowest, taken in ascending order until there are as many. Among equals the
/// choice is at random, by seed and id. Label them with <see cref="PreSelectLabeler"/>.
/// </summary>
/// <remarks>Memory holds one bit, at times two, for each record of the corpus and about 100 MB; scores are streamed from files.</remarks>
public sealed class PreSelectExamples : CorpusFit<KeepList>
{
    /// <summary>The annotation with the predictive strength. Default: <c>predictive_strength</c>.</summary>
    public string Strength { get; init => field = OptionChecks.NotEmpty(value); } = PredictiveStrengthTagger.Strength.Name;

    /// <summary>From which strength on a document is positive. Default: 1, every pair of models in order (15 of 15 in the paper).</summary>
    public double MinPositive { get; init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A strength is a number."); } = 1;

    /// <summary>How many positive examples there are at most; the strongest are taken. 1 or more. Default: no limit (the paper has about 200,000).</summary>
    public long MaxPositives { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is at least one example."); } = long.MaxValue;

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
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([Strength], [], DocumentMeasure.Documents), cancellationToken).ConfigureAwait(false);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [Strength],
            Judge = _ => Judge,
            Share = Balance,
            Unit = DocumentMeasure.Documents.Unit,
            FirstNames = ["negative", "positive"],
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private Candidate Judge(AnnotationRow row)
    {
        double strength = row.Values[0];
        if (double.IsNaN(strength)) return Candidate.Unrated;
        bool isPositive = strength >= MinPositive;
        return Candidate.Of(isPositive ? 1 : 0, 0, isPositive ? strength : -strength, Seed, row.IdHash);
    }

    /// <summary>As many of the one kind as of the other.</summary>
    private long[] Balance(IReadOnlyList<Stratum> strata)
    {
        long each = Math.Min(strata.Count == 2 ? strata.Min(stratum => stratum.Available) : 0, MaxPositives);
        if (each == 0) throw new InsufficientDataException(FormattableString.Invariant($"Examples take documents of a strength of {MinPositive} and more and such of less; the corpus has only one of the two kinds, or none."));
        return [each, each];
    }
}

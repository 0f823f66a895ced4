namespace DataCuration.Selection;

/// <summary>
/// Keeps the best share of a corpus by a score, counted in characters or tokens, exactly, by the rule of <see cref="ScoreThresholdFit"/>: documents with the threshold's own score are all kept. On request of each source
/// or domain by itself. The selection's <see cref="SelectionReport"/> lies beside the list.
/// </summary>
/// <remarks>Memory holds one bit, at times two, for each record of the corpus, the names of its groups, and about 100 MB; scores are streamed from files.</remarks>
/// <param name="score">The annotation that holds the score.</param>
public sealed class QuantileSelection(string score) : CorpusFit<KeepList>
{
    private readonly string score = OptionChecks.NotEmpty(score);

    /// <summary>How much is kept: above 0, at most 1. Default: 0.1 (PreSelect keeps 10 %).</summary>
    public double Share { get; init => field = SelectionChecks.Share(value); } = 0.1;

    /// <summary>What shares are counted in. Default: <see cref="DocumentMeasure.Characters"/>, PreSelect's.</summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>An annotation or field; the share is kept of each of its values by itself. Default: null, one threshold for all.</summary>
    public string? GroupField { get; init => field = SelectionChecks.Name(value); }

    /// <inheritdoc/>
    public override string Name => "quantile-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score);
        writer.Add(nameof(Share), Share);
        Measure.Describe(writer);
        writer.Add(nameof(GroupField), GroupField);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        int group = GroupField is null ? -1 : 0;
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([score], GroupField is null ? [] : [GroupField], Measure), cancellationToken).ConfigureAwait(false);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [score],
            Judge = _ => row => Judge(row, group, static _ => true),
            Share = strata => [.. strata.Select(stratum => QuotaOf(stratum.Available, Share))],
            Unit = Measure.Unit,
            FirstGroup = group,
            TakesTies = true,
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    internal static Candidate Judge(AnnotationRow row, int group, Func<AnnotationRow, bool> isLookedAt)
    {
        if (double.IsNaN(row.Values[0]) || row.Size < 0) return Candidate.Unrated;
        return isLookedAt(row) ? Candidate.Plain(group < 0 ? 0 : row.Groups[group], row.Values[0]) : Candidate.Excluded;
    }

    /// <summary>The least whole amount that is more than the share of all; all of it where that is more than there is.</summary>
    internal static long QuotaOf(long available, double share) => Math.Min(available, (long)Math.Floor(available * share) + 1);
}

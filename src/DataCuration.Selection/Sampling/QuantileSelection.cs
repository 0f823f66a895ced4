namespace DataCuration.Selection;

/// <summary>
/// Keeps the best share of a corpus by a score, counted exactly in characters or tokens, by the rule of <see cref="ScoreThresholdFit"/>. All documents with
/// the threshold's own score are kept. With <see cref="GroupField"/>, each source or domain has its own threshold.
/// </summary>
/// <remarks>Memory: the bits of one shard for each worker, the names of the groups, and about 100 MB. Scores are streamed from files.</remarks>
/// <param name="score">The annotation that holds the score.</param>
public sealed class QuantileSelection(string score) : CorpusFit<KeepList>
{
    private readonly string score = OptionChecks.NotEmpty(score);

    /// <summary>The share to keep; above 0, at most 1. Default: 0.1 (PreSelect keeps 10 %).</summary>
    public double Share { get; init => field = SelectionChecks.Share(value); } = 0.1;

    /// <summary>The measure of shares. Default: <see cref="DocumentMeasure.Characters"/> (PreSelect).</summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>An annotation or field. The share is kept for each of its values separately. Default: null, one threshold for all.</summary>
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
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([score], GroupField is null ? [] : [GroupField], Measure),
            cancellationToken).ConfigureAwait(false);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [score],
            CandidateFactory = _ => row => ToCandidate(row, group, static _ => true),
            Share = strata => [.. strata.Select(stratum => QuotaOf(stratum.Available, Share))],
            Unit = Measure.Unit,
            Groups = GroupField is null ? [] : [GroupField],
            FirstGroup = group,
            TakesTies = true,
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    internal static Candidate ToCandidate(AnnotationRow row, int group, Func<AnnotationRow, bool> isSampled)
    {
        if (double.IsNaN(row.Values[0]) || row.Size < 0) return Candidate.Unrated;
        return isSampled(row) ? Candidate.Plain(group < 0 ? 0 : row.Groups[group], row.Values[0]) : Candidate.Excluded;
    }

    /// <summary>Returns the smallest whole amount that exceeds the share of the available size; at most the available size.</summary>
    internal static long QuotaOf(long available, double share) => Math.Min(available, (long)Math.Floor(available * share) + 1);
}

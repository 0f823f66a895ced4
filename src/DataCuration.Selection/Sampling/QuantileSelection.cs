namespace DataCuration.Selection;

/// <summary>
/// Keeps the best share of a corpus by a score, counted exactly in characters, tokens or documents, by the rule of <see cref="ScoreThresholdFit"/>. All
/// documents with the threshold's own score are kept, unless <see cref="IsExact"/> is set. With <see cref="GroupField"/>, each source or domain has its own
/// threshold.
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

    /// <summary>
    /// True to keep exactly the share. The size to keep is the share of the available size, rounded to the nearest whole number, half away from zero.
    /// Documents with the threshold's score are drawn by <see cref="Seed"/> and id until it is reached. With <see cref="DocumentMeasure.Documents"/>, a share
    /// of 0.75 keeps 750 of 1,000 documents, whatever their scores. In other measures the last document may exceed the size. The selection does not depend on
    /// the order of the documents, if their ids differ. False to keep a little more than the share, and all ties: the smallest size that exceeds it (PreSelect,
    /// <c>find_threshold.py</c>). Default: false.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>The seed of the draw among equal scores, if <see cref="IsExact"/> is set. Default: 0.</summary>
    public ulong Seed { get; init; }

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
        writer.Add(nameof(IsExact), IsExact);
        writer.Add(nameof(Seed), Seed);
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
            CandidateFactory = _ => row => !IsExact ? ToCandidate(row, group, static _ => true)
                : double.IsNaN(row.Values[0]) || row.Size < 0 ? Candidate.Unrated
                : Candidate.Of(group < 0 ? 0 : row.Groups[group], 0, row.Values[0], Seed, row.IdHash),
            Share = strata => [.. strata.Select(stratum => IsExact ? ShareOf(stratum.Available, Share) : QuotaOf(stratum.Available, Share))],
            Unit = Measure.Unit,
            Groups = GroupField is null ? [] : [GroupField],
            FirstGroup = group,
            TakesTies = !IsExact,
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

    /// <summary>
    /// Returns the share of the available size, rounded. The product is decimal: in binary, 0.145 of 100 is 14.499999999999998, which would round to 14.
    /// </summary>
    internal static long ShareOf(long available, double share) => (long)Math.Round(available * (decimal)share, MidpointRounding.AwayFromZero);
}

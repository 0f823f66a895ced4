namespace DataCuration.Selection;

/// <summary>
/// QuRating's selection (Wettig, Gupta, Malik and Chen 2024, arXiv 2402.09739; <c>data_tools/select_subset.py</c>). Gumbel top-k samples documents without
/// replacement, with probabilities proportional to exp(score / temperature), up to a budget. With <see cref="DomainField"/>, each domain gets a part of the
/// budget in proportion to its size.
/// </summary>
/// <remarks>
/// Differences from the reference:
/// <list type="bullet">
/// <item>The noise is a function of seed and document id, so order, files and workers cannot change the selection.</item>
/// <item>Numbers have double precision.</item>
/// <item>A budget above the available size is an error at once; the reference does not end.</item>
/// <item>Equal scores are ordered at random, not by position.</item>
/// <item><see cref="SelectBottom"/> samples in proportion to exp(−score / temperature); the reference adds the noise first and then reverses the
/// order.</item>
/// </list>
/// <para>Memory: the bits of one shard for each worker, the names of the groups, and about 100 MB. Scores are streamed from files.</para>
/// </remarks>
/// <param name="metrics">The annotations that hold the scores. Their sum is used.</param>
public sealed class QuRatingSelection(IReadOnlyList<string> metrics) : CorpusFit<KeepList>
{
    private readonly IReadOnlyList<string> metrics = SelectionChecks.Metrics(metrics);

    /// <summary>The size to select, in <see cref="Measure"/>: the shortest prefix that reaches it. Required. (Reference default: 5e9 tokens.)</summary>
    public required long Budget { get; init => field = SelectionChecks.Budget(value); }

    /// <summary>The measure of the budget. Default: <see cref="DocumentMeasure.Characters"/>; the paper counts tokens.</summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>An annotation whose value is subtracted from the sum. Default: null.</summary>
    public string? Reference { get; init => field = SelectionChecks.Name(value); }

    /// <summary>
    /// True to scale scores to mean 0 and standard deviation 1 over the whole corpus (population form, as NumPy's <c>std</c>). Default: false (reference).
    /// </summary>
    public bool Normalize { get; init; }

    /// <summary>The temperature; 0 or more. 0 takes the best documents. Default: 1 (reference; the paper's best value is 2).</summary>
    public double Temperature
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature must be 0 or more.");
    } = 1;

    /// <summary>
    /// True to sample. False takes the best documents, and the temperature has no effect. Default: true (the reference's <c>--sample</c>, without which its
    /// temperature has no effect).
    /// </summary>
    public bool Sample { get; init; } = true;

    /// <summary>True to select the worst documents. Default: false.</summary>
    public bool SelectBottom { get; init; }

    /// <summary>An annotation or field. Each of its values gets a part of the budget in proportion to its size. Default: null, one budget.</summary>
    public string? DomainField { get; init => field = SelectionChecks.Name(value); }

    /// <summary>The seed. Default: 42 (reference).</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "qurating-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SelectionChecks.Describe(writer, "metrics", metrics);
        writer.Add(nameof(Budget), Budget);
        Measure.Describe(writer);
        writer.Add(nameof(Reference), Reference);
        writer.Add(nameof(Normalize), Normalize);
        writer.Add(nameof(Temperature), Temperature);
        writer.Add(nameof(Sample), Sample);
        writer.Add(nameof(SelectBottom), SelectBottom);
        writer.Add(nameof(DomainField), DomainField);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        string[] values = Reference is null ? [.. metrics] : [.. metrics, Reference];
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit(values, DomainField is null ? [] : [DomainField], Measure),
            cancellationToken).ConfigureAwait(false);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = values,
            CandidateFactory = token => CreateFactory(table, token),
            Share = strata => ShareOut([.. strata.Select(stratum => stratum.Available)]),
            Unit = Measure.Unit,
            Groups = DomainField is null ? [] : [DomainField],
            SecondGroup = DomainField is null ? -1 : 0,
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private long[] ShareOut(long[] available)
    {
        if (available.Sum() is var all && all < Budget) throw new InsufficientDataException(Budget, all, Measure.Unit);
        return Quotas.Share(available, Budget);
    }

    private Func<AnnotationRow, Candidate> CreateFactory(AnnotationTable table, CancellationToken cancellationToken)
    {
        double mean = 0, scale = 1;
        if (Normalize) (mean, scale) = Moments(table, cancellationToken);
        if (Sample && Temperature > 0) scale *= Temperature;
        return row =>
        {
            double score = ScoreOf(row);
            if (double.IsNaN(score) || row.Size < 0) return Candidate.Unrated;
            return Candidate.Of(0, DomainField is null ? 0 : row.Groups[0], Rank((score - mean) / scale, row.IdHash), Seed, row.IdHash);
        };
    }

    /// <summary>Returns the number that a document is ranked by, given its score divided by the temperature.</summary>
    internal double Rank(double value, ulong idHash)
    {
        if (SelectBottom) value = -value;
        return Sample && Temperature > 0 ? value + GumbelNoise.Sample(Seed, idHash) : value;
    }

    private double ScoreOf(AnnotationRow row)
    {
        double sum = SelectionChecks.Sum(row.Values.AsSpan(0, metrics.Count));
        return Reference is null ? sum : sum - row.Values[metrics.Count];
    }

    /// <summary>Computes mean and standard deviation. The deviation is 1 if all scores are equal, so that they stay equal.</summary>
    private (double Mean, double Deviation) Moments(AnnotationTable table, CancellationToken cancellationToken)
    {
        CompensatedSum sum = default, squares = default;
        long count = 0;
        foreach (AnnotationRow row in table.Rows(cancellationToken))
        {
            if (double.IsNaN(ScoreOf(row)) || row.Size < 0) continue;
            sum.Add(ScoreOf(row));
            count++;
        }
        double mean = count == 0 ? 0 : sum.Value / count;
        foreach (AnnotationRow row in table.Rows(cancellationToken))
            if (!double.IsNaN(ScoreOf(row)) && row.Size >= 0) squares.Add((ScoreOf(row) - mean) * (ScoreOf(row) - mean));
        double deviation = count == 0 ? 0 : Math.Sqrt(squares.Value / count);
        return (mean, deviation > 0 ? deviation : 1);
    }
}

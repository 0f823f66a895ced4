namespace DataCuration.Selection;

/// <summary>
/// Selects from each source of a corpus a number of tokens of its own: the way to carry out a mixture plan as a sample of documents. In each source, the
/// shortest selection that reaches the quota is taken, so it exceeds the quota by less than one document. Documents are drawn by seed and id, or taken from
/// the best down.
/// </summary>
/// <remarks>
/// A source with less than its quota is repeated, up to <see cref="MaxEpochs"/> times (<see cref="SelectionEpochs"/>); then the selection warns, and its
/// report has the shortfall. Sources without a quota are left out. A selection with larger quotas and otherwise the same options contains the smaller one, so
/// the phases of a plan are the differences of selections (<see cref="SelectionEpochs.Apply"/> with <c>earlier</c>). Memory: the bits of one shard for each
/// worker, the names of the sources, and about 100 MB.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// KeepList list = await pool.FitAsync(new QuotaSelection
/// {
///     Quotas = new Dictionary&lt;string, long&gt; { ["web"] = 8_000_000, ["books"] = 2_000_000 },
///     Measure = DocumentMeasure.Tokens(ByteTokenEncoder.Instance, endOfDocument: true),
///     MaxEpochs = 4,
///     Seed = 7,
/// }, run);
/// using TokenShards tokens = await SelectionEpochs.Apply(pool, list).WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run);
/// Console.WriteLine(SelectionReport.Load(list));
/// </code>
/// </example>
public sealed class QuotaSelection : CorpusFit<KeepList>
{
    /// <summary>The size to select from each source, in <see cref="Measure"/>; not negative. Names are case-sensitive. Required.</summary>
    public required IReadOnlyDictionary<string, long> Quotas { get; init => field = Check(value); }

    /// <summary>The annotation or field that holds the source. Default: <c>source</c>.</summary>
    public string SourceField { get; init => field = OptionChecks.NotEmpty(value); } = WellKnownAnnotations.Source.Name;

    /// <summary>
    /// The measure of the quotas. Default: <see cref="DocumentMeasure.Characters"/>. For token quotas: <see cref="DocumentMeasure.Tokens"/>, or
    /// <see cref="DocumentMeasure.Annotation"/> with an earlier count. For quotas of token shards, count the end of each document too.
    /// </summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>
    /// An annotation or field with a score: the best documents of each source are taken. Equal scores are drawn. Default: null, all are drawn by seed and id.
    /// </summary>
    public string? Score { get; init => field = SelectionChecks.Name(value); }

    /// <summary>The maximum number of times that a document is selected; 1 to 1,000. Default: 1.</summary>
    public int MaxEpochs
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Must be from 1 to 1,000.");
    } = 1;

    /// <summary>The seed of the draw. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "quota-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach ((string source, long quota) in Quotas.OrderBy(quota => quota.Key, StringComparer.Ordinal))
        {
            writer.Add("source", source);
            writer.Add("quota", quota);
        }
        writer.Add(nameof(SourceField), SourceField);
        Measure.Describe(writer);
        writer.Add(nameof(Score), Score);
        writer.Add(nameof(MaxEpochs), MaxEpochs);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        var fit = new AnnotationTableFit(Score is null ? [] : [Score], [SourceField], Measure);
        AnnotationTable table = await scope.FitAsync(scope.Corpus, fit, cancellationToken).ConfigureAwait(false);
        // A seed of its own: with that of another selection, both would take the same documents.
        ulong tieSeed = SeededRandom.Create(Seed, "quota-selection", "").NextUInt64();
        var program = new SelectionProgram
        {
            Table = table,
            Scores = Score is null ? [Measure.Unit] : [Score],
            CandidateFactory = _ => row => row.Size < 0 || (Score is not null && double.IsNaN(row.Values[0])) ? Candidate.Unrated
                : Candidate.Of(row.Groups[0], 0, Score is null ? 0 : row.Values[0], tieSeed, row.IdHash),
            Share = strata => QuotasOf(strata, table),
            Unit = Measure.Unit,
            Groups = [SourceField],
            FirstGroup = 0,
            MaxEpochs = MaxEpochs,
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private long[] QuotasOf(IReadOnlyList<Stratum> strata, AnnotationTable table)
    {
        string[] names = [.. strata.Select(stratum => table.GroupNames[0][stratum.First])];
        string[] missing = [.. Quotas.Where(quota => quota.Value > 0).Select(quota => quota.Key).Except(names, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        if (missing.Length > 0)
            throw new InsufficientDataException($"No document that can be selected has {SelectionChecks.Quoted(missing)} in '{SourceField}'. "
                + $"The values there are: {string.Join(", ", names.Take(20).Select(name => $"'{name}'"))}{(names.Length > 20 ? ", …" : "")}.");
        return [.. names.Select(name => Quotas.GetValueOrDefault(name))];
    }

    private static Dictionary<string, long> Check(IReadOnlyDictionary<string, long> quotas)
    {
        ArgumentNullException.ThrowIfNull(quotas);
        if (quotas.Count == 0) throw new ArgumentException("There is no quota.", nameof(quotas));
        foreach ((string source, long quota) in quotas)
            if (quota < 0) throw new ArgumentException($"The quota of '{source}' is {quota}; it must not be negative.", nameof(quotas));
        return new(quotas, StringComparer.Ordinal);
    }
}

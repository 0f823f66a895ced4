using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>
/// DataMan's selection (Peng and others 2025, arXiv 2502.19363, section 3 and <c>data_tools/select_subset.py</c>). A budget is divided among sources and
/// domains. Within each of these strata, documents are selected by the sum of their ratings.
/// </summary>
/// <remarks>
/// Differences from the reference:
/// <list type="bullet">
/// <item>Randomness is keyed by seed and document id; the reference never uses its seed.</item>
/// <item>The remainder of rounding goes to the largest stratum; the reference loses it.</item>
/// <item>A stratum with less than its quota is taken whole before anything is repeated. The reference repeats the best documents while others are
/// unused.</item>
/// <item>Strata are identified by name; the reference uses a hash that changes with each process.</item>
/// </list>
/// <para>Memory: the bits of one shard for each worker, the names of the groups, and about 100 MB. Scores are streamed from files.</para>
/// </remarks>
/// <param name="metrics">The annotations that hold the ratings: one criterion, or several whose sum is used (a mix of criteria).</param>
public sealed class DataManSelection(IReadOnlyList<string> metrics) : CorpusFit<KeepList>
{
    private readonly IReadOnlyList<string> metrics = SelectionChecks.Metrics(metrics);

    /// <summary>
    /// The size to select, in <see cref="Measure"/>. It has no effect with <see cref="DataManStrategy.None"/>. Required. (Reference default: 5e9 tokens;
    /// the paper's runs: 30e9.)
    /// </summary>
    public required long Budget { get; init => field = SelectionChecks.Budget(value); }

    /// <summary>The division of the budget. Default: <see cref="DataManStrategy.MultiDomain"/>.</summary>
    public DataManStrategy Strategy { get; init; }

    /// <summary>The rule for selection within a stratum. Default: <see cref="DataManMode.TopK"/> (reference).</summary>
    public DataManMode Mode { get; init; }

    /// <summary>The measure of the budget. Default: <see cref="DocumentMeasure.Characters"/>; the paper counts tokens.</summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>The annotation or field that holds the source. Default: <c>source</c>. Documents without it form a source with an empty name.</summary>
    public string SourceField { get; init => field = OptionChecks.NotEmpty(value); } = WellKnownAnnotations.Source.Name;

    /// <summary>The annotation or field that holds the domain. Default: <c>domain</c>, as <see cref="DomainTagger"/> writes it.</summary>
    public string DomainField { get; init => field = OptionChecks.NotEmpty(value); } = DomainTagger.Domain.Name;

    /// <summary>The sums of ratings to select from; documents with other sums are excluded. Default: null, all.</summary>
    public IReadOnlyList<double>? TargetScores { get; init; }

    /// <summary>
    /// The domains to select from, as <see cref="DomainField"/> names them; case-sensitive (DataMan's <c>Medicine</c>, not its letter). The run warns about
    /// a name that no document has. Filters that leave nothing are an error. Default: null, all.
    /// </summary>
    public IReadOnlyList<string>? TargetDomains { get; init; }

    /// <summary>True to select the worst documents; with <see cref="DataManMode.Proportional"/> in proportion to 1 / score. Default: false.</summary>
    public bool SelectBottom { get; init; }

    /// <summary>
    /// True to repeat a stratum that has less than its quota, up to <see cref="MaxEpochs"/> times (<see cref="SelectionEpochs"/>). If false, the shortfall
    /// is reported. Default: false.
    /// </summary>
    public bool Repeat { get; init; }

    /// <summary>
    /// The maximum number of times that the selection contains a document if <see cref="Repeat"/> is set; 1 or more. Default: 4. Up to 4 times, repeated
    /// data was found nearly as good as new data (Muennighoff and others 2023).
    /// </summary>
    public int MaxEpochs
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A selection has at least one epoch.");
    } = 4;

    /// <summary>The seed. Default: 42 (reference).</summary>
    public ulong Seed { get; init; } = 42;

    /// <inheritdoc/>
    public override string Name => "dataman-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SelectionChecks.Describe(writer, "metrics", metrics);
        writer.Add(nameof(Budget), Budget);
        writer.Add(nameof(Strategy), Strategy.ToString());
        writer.Add(nameof(Mode), Mode.ToString());
        Measure.Describe(writer);
        writer.Add(nameof(SourceField), SourceField);
        writer.Add(nameof(DomainField), DomainField);
        SelectionChecks.Describe(writer, nameof(TargetScores), TargetScores);
        SelectionChecks.Describe(writer, nameof(TargetDomains), TargetDomains);
        writer.Add(nameof(SelectBottom), SelectBottom);
        writer.Add(nameof(Repeat), Repeat);
        writer.Add(nameof(MaxEpochs), MaxEpochs);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit(metrics, [SourceField, DomainField], Measure), cancellationToken)
            .ConfigureAwait(false);
        bool bySource = Strategy == DataManStrategy.MultiDomain, byDomain = Strategy is not (DataManStrategy.Uniform or DataManStrategy.None);
        HashSet<int>? domains = TargetDomains is null ? null : Find(TargetDomains, table.GroupNames[1], scope);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = metrics,
            CandidateFactory = _ => row => ToCandidate(row, bySource, byDomain, domains),
            Share = ShareOut,
            Unit = Measure.Unit,
            Groups = [SourceField, DomainField],
            Filters = TargetScores is null ? nameof(TargetDomains) : TargetDomains is null ? nameof(TargetScores)
                : $"{nameof(TargetScores)} and {nameof(TargetDomains)}",
            FirstGroup = bySource ? 0 : -1,
            SecondGroup = byDomain ? 1 : -1,
            MaxEpochs = Repeat ? MaxEpochs : 1,
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private HashSet<int> Find(IReadOnlyList<string> domains, ImmutableArray<string> known, FitScope scope)
    {
        const int Shown = 20;
        var numbers = new HashSet<int>();
        foreach (string domain in domains.Distinct(StringComparer.Ordinal))
        {
            int number = known.BinarySearch(domain, StringComparer.Ordinal);
            if (number >= 0) numbers.Add(number);
            else scope.Warn($"{nameof(TargetDomains)}: no document has '{domain}' in '{DomainField}'. The values are: "
                + $"{string.Join(", ", known.Take(Shown).Select(name => $"'{name}'"))}{(known.Length > Shown ? ", …" : "")}.");
        }
        return numbers;
    }

    private long[] ShareOut(IReadOnlyList<Stratum> strata)
    {
        long[] available = [.. strata.Select(stratum => stratum.Available)];
        return Strategy switch
        {
            DataManStrategy.MultiDomain => Quotas.ShareTwice(strata, Budget),
            DataManStrategy.EqualDomain => Quotas.Equal(available, Budget),
            DataManStrategy.None => available,
            _ => Quotas.Share(available, Budget),
        };
    }

    private Candidate ToCandidate(AnnotationRow row, bool bySource, bool byDomain, HashSet<int>? domains)
    {
        double score = SelectionChecks.Sum(row.Values);
        if (double.IsNaN(score) || row.Size < 0) return Candidate.Unrated;
        if ((TargetScores is not null && !TargetScores.Contains(score)) || (domains is not null && !domains.Contains(row.Groups[1]))) return Candidate.Excluded;
        double direction = SelectBottom ? -1 : 1;
        // Gumbel top-k over logarithms samples without replacement in proportion to the numbers themselves.
        double key = Mode == DataManMode.Proportional
            ? direction * DeterministicMath.Log(Math.Max(score, 0)) + GumbelNoise.Sample(Seed, row.IdHash) : direction * score;
        return Candidate.Of(bySource ? row.Groups[0] : 0, byDomain ? row.Groups[1] : 0, key, Seed, row.IdHash);
    }
}

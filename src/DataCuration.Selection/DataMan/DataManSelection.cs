using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>
/// DataMan's selection (Peng and others 2025, arXiv 2502.19363, section 3 and <c>data_tools/select_subset.py</c>): a budget is shared out among sources and domains, and inside each of these strata documents are
/// taken by the sum of their ratings.
/// </summary>
/// <remarks>
/// Differences from the reference: randomness is keyed by seed and document id (there the seed is never used); what rounding leaves of a budget goes to the largest stratum (there it is lost); a stratum that has less
/// than its quota is taken whole, and only then, on request, repeated (there the best documents are repeated while others are unused); strata are known by their names (there by a hash that changes with each process).
/// <para>Memory holds one bit, at times two, for each record of the corpus, the names of its groups, and about 100 MB; scores are streamed from files.</para>
/// </remarks>
/// <param name="metrics">The annotations that hold the ratings: one criterion, or several whose sum counts (a mix of criteria).</param>
public sealed class DataManSelection(IReadOnlyList<string> metrics) : CorpusFit<KeepList>
{
    private readonly IReadOnlyList<string> metrics = SelectionChecks.Metrics(metrics);

    /// <summary>How much to select, in <see cref="Measure"/>; without effect with <see cref="DataManStrategy.None"/>. Required. (Reference default 5e9 tokens; the paper's runs 30e9.)</summary>
    public required long Budget { get; init => field = SelectionChecks.Budget(value); }

    /// <summary>How the budget is shared out. Default: <see cref="DataManStrategy.MultiDomain"/>.</summary>
    public DataManStrategy Strategy { get; init; }

    /// <summary>How documents are chosen inside a stratum. Default: <see cref="DataManMode.TopK"/>, as the code.</summary>
    public DataManMode Mode { get; init; }

    /// <summary>What the budget counts. Default: <see cref="DocumentMeasure.Characters"/>; the paper counts tokens.</summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>The annotation or field with the source. Default: <c>source</c>. A document without it belongs to the source without a name.</summary>
    public string SourceField { get; init => field = OptionChecks.NotEmpty(value); } = WellKnownAnnotations.Source.Name;

    /// <summary>The annotation or field with the domain. Default: <c>domain</c>, as <see cref="DomainTagger"/> writes it.</summary>
    public string DomainField { get; init => field = OptionChecks.NotEmpty(value); } = DomainTagger.Domain.Name;

    /// <summary>Only documents whose sum of ratings is one of these are selected. Default: null, all.</summary>
    public IReadOnlyList<double>? TargetScores { get; init; }

    /// <summary>
    /// Only documents of these domains are selected, named as <see cref="DomainField"/> holds them, with their case (DataMan's <c>Medicine</c>, not its letter). A name that no document has selects nothing and is warned
    /// of in the run's log, as is a selection of which the filters leave nothing. Default: null, all.
    /// </summary>
    public IReadOnlyList<string>? TargetDomains { get; init; }

    /// <summary>Whether to take the worst; with <see cref="DataManMode.Proportional"/> in proportion to 1 / score. Default: false.</summary>
    public bool SelectBottom { get; init; }

    /// <summary>Whether a stratum that has less than its quota is gone through again, up to <see cref="MaxEpochs"/> times: see <see cref="SelectionEpochs"/>. Default: false: the shortfall is reported.</summary>
    public bool Repeat { get; init; }

    /// <summary>How often a document may stand in the selection, if <see cref="Repeat"/> is set; 1 or more. Default: 4, up to which repeated data was found nearly as good as new (Muennighoff and others 2023).</summary>
    public int MaxEpochs { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A document stands in it at least once."); } = 4;

    /// <summary>The seed. Default: 42, the reference's.</summary>
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
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit(metrics, [SourceField, DomainField], Measure), cancellationToken).ConfigureAwait(false);
        bool bySource = Strategy == DataManStrategy.MultiDomain, byDomain = Strategy is not (DataManStrategy.Uniform or DataManStrategy.None);
        HashSet<int>? domains = TargetDomains is null ? null : Find(TargetDomains, table.GroupNames[1], scope);
        var program = new SelectionProgram
        {
            Table = table,
            Scores = metrics,
            Judge = _ => row => Judge(row, bySource, byDomain, domains),
            Share = ShareOut,
            Unit = Measure.Unit,
            FirstGroup = bySource ? 0 : -1,
            SecondGroup = byDomain ? 1 : -1,
            MaxEpochs = Repeat ? MaxEpochs : 1,
        };
        KeepList list = await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
        if (SelectionReport.Load(list) is { Strata.IsEmpty: true, Excluded: > 0 and var excluded }) scope.Warn($"{nameof(TargetScores)} and {nameof(TargetDomains)} leave nothing to select from: they exclude all {excluded} documents with a score.");
        return list;
    }

    private HashSet<int> Find(IReadOnlyList<string> domains, ImmutableArray<string> known, FitScope scope)
    {
        const int Shown = 20;
        var numbers = new HashSet<int>();
        foreach (string domain in domains.Distinct(StringComparer.Ordinal))
        {
            int number = known.BinarySearch(domain, StringComparer.Ordinal);
            if (number >= 0) numbers.Add(number);
            else scope.Warn($"{nameof(TargetDomains)}: no document has '{domain}' in '{DomainField}'. There are: {string.Join(", ", known.Take(Shown).Select(name => $"'{name}'"))}{(known.Length > Shown ? ", …" : "")}.");
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

    private Candidate Judge(AnnotationRow row, bool bySource, bool byDomain, HashSet<int>? domains)
    {
        double score = SelectionChecks.Sum(row.Values);
        if (double.IsNaN(score) || row.Size < 0) return Candidate.Unrated;
        if ((TargetScores is not null && !TargetScores.Contains(score)) || (domains is not null && !domains.Contains(row.Groups[1]))) return Candidate.Excluded;
        double direction = SelectBottom ? -1 : 1;
        // Gumbel top-k over the logarithms is sampling without replacement in proportion to the numbers themselves.
        double key = Mode == DataManMode.Proportional ? direction * DeterministicMath.Log(Math.Max(score, 0)) + GumbelNoise.Sample(Seed, row.IdHash) : direction * score;
        return Candidate.Of(bySource ? row.Groups[0] : 0, byDomain ? row.Groups[1] : 0, key, Seed, row.IdHash);
    }
}

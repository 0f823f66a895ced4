using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>
/// The shares of named sources in a training, in one or more phases. A plan is made from ratios, becomes token quotas (<see cref="ToBudget"/>), is kept as a
/// JSON file, and becomes the mixture that a backend trains on (<see cref="ToMixture"/>). Sources are in ordinal order of their names, whatever the order of
/// dictionaries.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// MixturePlan plan = MixturePlan.FromRatios(("web", 7), ("books", 2), ("code", 1)).WithLastPhase(0.8, ("web", 1), ("books", 2), ("code", 2));
/// plan.Save("plan.json");
/// MixtureBudget budget = MixturePlan.Load("plan.json").ToBudget(10_000_000_000);
/// Console.WriteLine(budget);
/// </code>
/// </example>
public sealed class MixturePlan
{
    /// <summary>The largest deviation of a sum of shares from 1.</summary>
    public const double SumTolerance = 1e-9;

    /// <summary>Creates a plan.</summary>
    /// <param name="phases">The phases, at least one.</param>
    /// <exception cref="ArgumentException">
    /// The ends do not rise to 1, a share is not from 0 to 1, the shares of a phase do not sum to 1, or a name is empty. The message names the phase.
    /// </exception>
    public MixturePlan(IEnumerable<MixturePlanPhase> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        MixturePlanPhase[] all = [.. phases];
        if (all.Length == 0) throw new ArgumentException("A plan needs at least one phase.", nameof(phases));
        double before = 0;
        for (int i = 0; i < all.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(all[i], nameof(phases));
            if (Fault(all[i], before, isLast: i == all.Length - 1) is { } fault)
                throw new ArgumentException(FormattableString.Invariant($"Phase {i} {fault}"), nameof(phases));
            before = all[i].Until;
        }
        Sources = [.. all.SelectMany(phase => phase.Shares.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Phases = [.. all.Select(phase => phase with { Shares = Complete(phase.Shares) })];
    }

    /// <summary>The names of the sources, in ordinal order.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>The phases. Each has a share for every source.</summary>
    public IReadOnlyList<MixturePlanPhase> Phases { get; }

    /// <summary>Creates a plan of one phase.</summary>
    /// <param name="ratios">The sources and their ratios; not negative. They are divided by their sum.</param>
    /// <exception cref="ArgumentException">A ratio is negative or not finite, all are 0, or a source is named twice.</exception>
    public static MixturePlan FromRatios(params ReadOnlySpan<(string Source, double Ratio)> ratios) =>
        new([new MixturePlanPhase { Until = 1, Shares = Normalize(ratios) }]);

    /// <summary>Creates a plan of two sources: a domain with a share, and general text with the rest.</summary>
    /// <param name="domain">The name of the domain's source.</param>
    /// <param name="share">The share of the domain, 0 to 1, such as one from <see cref="DomainShares"/> or <see cref="CriticalMixtureRatio"/>.</param>
    /// <param name="general">The name of the general source.</param>
    public static MixturePlan FromDomainShare(string domain, double share, string general)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share must be from 0 to 1.");
        return FromRatios((domain, share), (general, 1 - share));
    }

    /// <summary>
    /// Creates a plan of one phase from weights, such as the result of a <see cref="ClimbSearch"/> or of <see cref="DomainReweighting"/>. The shares are
    /// exactly the weights; the sources are in ordinal order.
    /// </summary>
    /// <param name="weights">The weights. A source of weight 0 stays in the plan, with the share 0.</param>
    public static MixturePlan FromWeights(MixtureWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new([new MixturePlanPhase
        {
            Until = 1,
            Shares = weights.Names.Zip(weights.Weights).ToDictionary(source => source.First, source => source.Second, StringComparer.Ordinal),
        }]);
    }

    /// <summary>
    /// Returns the plan with other shares in its last part, as in domain upsampling at the end of a training (arXiv 2406.03476: the last 10 % to 20 %).
    /// </summary>
    /// <param name="from">The start of the part as a fraction of all tokens; after the start of the plan's last phase, and below 1.</param>
    /// <param name="ratios">The sources and their ratios in the part; not negative. They are divided by their sum.</param>
    public MixturePlan WithLastPhase(double from, params ReadOnlySpan<(string Source, double Ratio)> ratios) =>
        new([.. Phases.SkipLast(1), Phases[^1] with { Until = from }, new MixturePlanPhase { Until = 1, Shares = Normalize(ratios) }]);

    /// <summary>Returns the share of a source in all tokens.</summary>
    /// <param name="source">The name of the source.</param>
    /// <exception cref="ArgumentException">The plan has no such source.</exception>
    public double ShareOf(string source)
    {
        if (!Sources.Contains(source, StringComparer.Ordinal))
            throw new ArgumentException($"The plan has no source '{source}'. It has: {string.Join(", ", Sources)}.", nameof(source));
        double share = 0, from = 0;
        foreach (MixturePlanPhase phase in Phases)
        {
            share += (phase.Until - from) * phase.Shares[source];
            from = phase.Until;
        }
        return share;
    }

    /// <summary>Divides a number of tokens among sources and phases. Rounding is by largest remainder, so the sum is exact.</summary>
    /// <param name="tokens">The number of tokens of the training; not negative.</param>
    /// <param name="available">The number of tokens that each source has; null if that is not known. Sources that are missing have no epochs.</param>
    /// <exception cref="ArgumentException">A size is negative, or of a source that the plan does not have.</exception>
    public MixtureBudget ToBudget(long tokens, IReadOnlyDictionary<string, long>? available = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        foreach ((string source, long size) in available ?? new Dictionary<string, long>())
            if (size < 0) throw new ArgumentOutOfRangeException(nameof(available), size, $"The size of '{source}' is negative.");
        CheckNames(available?.Keys ?? [], nameof(available));
        long[][] quotas = [.. Sources.Select(_ => new long[Phases.Count])];
        long from = 0;
        for (int i = 0; i < Phases.Count; i++)
        {
            long until = i == Phases.Count - 1 ? tokens : (long)Math.Round((decimal)Phases[i].Until * tokens, MidpointRounding.AwayFromZero);
            long[] shared = PlanQuotas.Divide(until - from, [.. Sources.Select(source => Phases[i].Shares[source])]);
            for (int s = 0; s < shared.Length; s++) quotas[s][i] = shared[s];
            from = until;
        }
        return new(tokens, [.. Sources.Select((source, s) => new SourceBudget
        {
            Source = source,
            Share = ShareOf(source),
            Tokens = quotas[s].Sum(),
            PhaseTokens = quotas[s],
            Available = available is not null && available.TryGetValue(source, out long size) ? size : null,
        })], Phases.Count, Phases.Any(phase => Sources.Any(source => phase.Shares[source] != Phases[0].Shares[source])));
    }

    /// <summary>Creates the mixture for a backend. Sources without a share in any phase are left out.</summary>
    /// <param name="shards">The token shards of each source. They must stay open while the mixture is used.</param>
    /// <exception cref="ArgumentException">A source with a share has no shards, or there are shards of a source that the plan does not have.</exception>
    public TokenMixture ToMixture(IReadOnlyDictionary<string, TokenShards> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        string[] used = [.. Sources.Where(source => ShareOf(source) > 0)];
        string[] missing = [.. used.Where(source => !shards.ContainsKey(source))];
        if (missing.Length > 0) throw new ArgumentException($"The plan needs token shards of: {string.Join(", ", missing)}.", nameof(shards));
        CheckNames(shards.Keys, nameof(shards));
        WeightedTokenShards[] parts = [.. used.Select(source => new WeightedTokenShards { Shards = shards[source], Weight = ShareOf(source) })];
        if (Phases.Count == 1) return new TokenMixture(parts);
        return new TokenMixture(parts)
        {
            Phases = [.. Phases.Select(phase => new MixturePhase { Until = phase.Until, Weights = [.. used.Select(source => phase.Shares[source])] })],
        };
    }

    /// <summary>
    /// Returns the plans that lack one source in the last phase, whose other shares grow to sum 1. Trained like this plan, they show the contribution of
    /// each source (arXiv 2406.03476). The left source stays in its plan with the share 0, so that the same token shards serve all plans.
    /// <see cref="TokenMixture.LeaveOneOut"/> does the same for a mixture with phases.
    /// </summary>
    /// <returns>The name of each left source, in ordinal order, and its plan.</returns>
    /// <exception cref="InvalidOperationException">The last phase has a single source.</exception>
    public IReadOnlyList<(string Left, MixturePlan Plan)> LeaveOneOut()
    {
        IReadOnlyDictionary<string, double> last = Phases[^1].Shares;
        string[] present = [.. Sources.Where(source => last[source] > 0)];
        if (present.Length < 2) throw new InvalidOperationException("The last phase has a single source.");
        return [.. present.Select(left => (left, new MixturePlan([.. Phases.SkipLast(1),
            Phases[^1] with { Shares = Normalize([.. Sources.Select(source => (source, source == left ? 0 : last[source]))]) }])))];
    }

    /// <summary>Writes the plan as a JSON file, completely or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => stream.Write(MixturePlanJson.Write(this)));
    }

    /// <summary>Reads a plan from a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is no plan: it is not JSON, a member is missing, unknown, doubled or of the wrong kind, or the shares are wrong. The message names file and
    /// member.
    /// </exception>
    public static MixturePlan Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return MixturePlanJson.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Returns the plan as JSON, the text of its file.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(MixturePlanJson.Write(this));

    /// <summary>Refuses names of sources that the plan does not have. A misspelt one would be missing in the result without a word.</summary>
    private void CheckNames(IEnumerable<string> names, string parameter)
    {
        string[] unknown = [.. names.Except(Sources, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
            throw new ArgumentException($"The plan has no source {string.Join(", ", unknown)}. It has: {string.Join(", ", Sources)}.", parameter);
    }

    private static string? Fault(MixturePlanPhase phase, double before, bool isLast)
    {
        if (!(phase.Until > before && phase.Until <= 1) || (isLast && phase.Until != 1))
            return FormattableString.Invariant($"ends at {phase.Until}: the ends must rise, and the last one must be 1.");
        if (phase.Shares is null) return "has no shares.";
        foreach ((string source, double share) in phase.Shares)
        {
            if (string.IsNullOrWhiteSpace(source)) return "has a source without a name.";
            if (!(share is >= 0 and <= 1)) return FormattableString.Invariant($"gives '{source}' the share {share}; a share must be from 0 to 1.");
        }
        double sum = phase.Shares.OrderBy(share => share.Key, StringComparer.Ordinal).Sum(share => share.Value);
        return Math.Abs(sum - 1) <= SumTolerance ? null : FormattableString.Invariant($"has shares of sum {sum}; it must be 1. Divide them by their sum.");
    }

    private static Dictionary<string, double> Normalize(ReadOnlySpan<(string Source, double Ratio)> ratios)
    {
        var byName = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string source, double ratio) in ratios)
        {
            if (!(ratio >= 0 && double.IsFinite(ratio)))
                throw new ArgumentException(FormattableString.Invariant($"'{source}' has the ratio {ratio}, which is negative or not finite."), nameof(ratios));
            if (!byName.TryAdd(source, ratio)) throw new ArgumentException($"'{source}' is named twice.", nameof(ratios));
        }
        double sum = byName.OrderBy(ratio => ratio.Key, StringComparer.Ordinal).Sum(ratio => ratio.Value);
        if (!(sum > 0 && double.IsFinite(sum))) throw new ArgumentException("The sum of the ratios is not positive and finite.", nameof(ratios));
        return byName.ToDictionary(ratio => ratio.Key, ratio => ratio.Value / sum, StringComparer.Ordinal);
    }

    private Dictionary<string, double> Complete(IReadOnlyDictionary<string, double> shares) =>
        Sources.ToDictionary(source => source, source => shares.TryGetValue(source, out double share) ? share : 0, StringComparer.Ordinal);
}

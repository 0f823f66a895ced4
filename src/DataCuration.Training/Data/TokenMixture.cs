namespace DataCuration.Training;

/// <summary>
/// One or more sets of token shards to train on, each with a weight. The weights may change during the training (<see cref="Phases"/>). A single
/// <see cref="TokenShards"/> converts implicitly.
/// </summary>
public sealed class TokenMixture
{
    private readonly Lazy<string> fingerprint;

    /// <summary>Creates a mixture.</summary>
    /// <param name="parts">The sets and their weights, at least one.</param>
    /// <exception cref="ArgumentException">
    /// There is no set, a set appears twice, a weight is not positive and finite, or two sets have different encoders. The message names the sets by their
    /// folders.
    /// </exception>
    public TokenMixture(params IReadOnlyList<WeightedTokenShards> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Parts = [.. parts];
        if (Parts.Count == 0) throw new ArgumentException("A mixture needs at least one set of token shards.", nameof(parts));
        for (int i = 0; i < Parts.Count; i++) Check(Parts[i], Parts.Take(i), nameof(parts));
        if (!double.IsFinite(Parts.Sum(part => part.Weight))) throw new ArgumentException("The sum of the weights is infinite.", nameof(parts));
        VocabularySize = Parts.Max(part => part.Shards.VocabularySize);
        EncoderFingerprint = Parts.Select(part => part.Shards.EncoderFingerprint).FirstOrDefault(encoder => encoder is not null);
        fingerprint = new(ComputeFingerprint);
    }

    /// <summary>The sets and their weights.</summary>
    public IReadOnlyList<WeightedTokenShards> Parts { get; }

    /// <summary>
    /// Stretches of the training with weights of their own, such as a last fifth in which small, good sets weigh more (Blakeney et al. 2024, "Does your data
    /// spark joy?": the last 10 % to 20 %). A set that has weight 0 in all phases is not read.
    /// </summary>
    /// <value>Default: none. All rows have the sets' own weights.</value>
    /// <exception cref="ArgumentException">
    /// The ends do not rise to 1, the number of weights is not that of the sets, a weight is negative or not finite, or all weights of a phase are 0. The
    /// message names the phase.
    /// </exception>
    public IReadOnlyList<MixturePhase> Phases { get; init => field = CheckPhases(value); } = [];

    /// <summary>The number of token ids of the encoder; null if no set says it.</summary>
    public int? VocabularySize { get; }

    /// <summary>The fingerprint of the encoder; null if no set says it.</summary>
    public string? EncoderFingerprint { get; }

    /// <summary>Identifies tokens and weights. For a single set it is <see cref="TokenShards.Fingerprint"/>. Computed on first use.</summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Creates a mixture of new texts and of texts that are replayed, so that a model does not forget them.</summary>
    /// <param name="tokens">The new texts.</param>
    /// <param name="replayed">The texts to replay, such as those that the model was first trained on.</param>
    /// <param name="ratio">The part of replayed tokens in all tokens, above 0 and below 1. A common choice is 0.05 (Ibrahim et al. 2024).</param>
    public static TokenMixture WithReplay(TokenShards tokens, TokenShards replayed, double ratio)
    {
        if (!(ratio is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio must be above 0 and below 1.");
        return new(new WeightedTokenShards { Shards = tokens, Weight = 1 - ratio }, new WeightedTokenShards { Shards = replayed, Weight = ratio });
    }

    /// <summary>
    /// Returns the mixtures that lack one set in the last phase, one for each set with a weight there. Trained like this mixture, they show what each set
    /// contributes (Blakeney et al. 2024).
    /// </summary>
    /// <exception cref="InvalidOperationException">The last phase has a single set.</exception>
    public IReadOnlyList<TokenMixture> LeaveOneOut()
    {
        if (Phases.Count == 0) throw new InvalidOperationException($"The mixture has no {nameof(Phases)}.");
        IReadOnlyList<double> last = WeightsOf(Phases[^1]);
        if (last.Count(weight => weight > 0) < 2) throw new InvalidOperationException("The last phase has a single set.");
        return [.. Enumerable.Range(0, Parts.Count).Where(part => last[part] > 0).Select(left => new TokenMixture(Parts)
        {
            Phases = [.. Phases.SkipLast(1), Phases[^1] with { Weights = [.. last.Select((weight, part) => part == left ? 0 : weight)] }],
        })];
    }

    /// <summary>
    /// Returns the number of tokens to train on, so that a set is read a number of times: for <see cref="TrainingOptions.Tokens"/>. For several epochs over a
    /// small subset, as Guo et al. 2024 ("Efficient continual pre-training by mitigating the stability gap") train.
    /// </summary>
    /// <param name="part">The index of the set.</param>
    /// <param name="epochs">The number of passes over its tokens.</param>
    /// <exception cref="InvalidOperationException">The set has no weight.</exception>
    public long TokensForEpochs(int part, double epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, Parts.Count);
        if (!(epochs > 0 && double.IsFinite(epochs))) throw new ArgumentOutOfRangeException(nameof(epochs), epochs, "Must be positive and finite.");
        double share = 0;
        double from = 0;
        foreach (MixturePhase phase in AllPhases)
        {
            IReadOnlyList<double> weights = WeightsOf(phase);
            share += (phase.Until - from) * weights[part] / weights.Sum();
            from = phase.Until;
        }
        if (share == 0) throw new InvalidOperationException($"'{Parts[part].Shards.Folder}' has no weight.");
        return checked((long)Math.Ceiling(Parts[part].Shards.TokenCount * epochs / share));
    }

    /// <summary>Creates a mixture of a single set.</summary>
    /// <param name="shards">The set.</param>
    public static TokenMixture FromTokenShards(TokenShards shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        return new TokenMixture(new WeightedTokenShards { Shards = shards });
    }

    /// <summary>Creates a mixture of a single set.</summary>
    /// <param name="shards">The set.</param>
    public static implicit operator TokenMixture(TokenShards shards) => FromTokenShards(shards);

    /// <summary>The phases; without any, one that lasts the whole training.</summary>
    internal IReadOnlyList<MixturePhase> AllPhases => Phases.Count > 0 ? Phases : [new MixturePhase { Until = 1 }];

    /// <summary>Returns the weights of a phase.</summary>
    internal IReadOnlyList<double> WeightsOf(MixturePhase phase) => phase.Weights ?? [.. Parts.Select(part => part.Weight)];

    private IReadOnlyList<MixturePhase> CheckPhases(IReadOnlyList<MixturePhase> phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        double before = 0;
        for (int i = 0; i < phases.Count; i++)
        {
            MixturePhase phase = phases[i];
            if (!(phase.Until > before && phase.Until <= 1) || (i == phases.Count - 1 && phase.Until != 1))
                throw new ArgumentException(FormattableString.Invariant($"Phase {i} ends at {phase.Until}: the ends must rise, and the last one must be 1."));
            before = phase.Until;
            if (phase.Weights is not { } weights) continue;
            if (weights.Count != Parts.Count) throw new ArgumentException($"Phase {i} has {weights.Count} weights, but there are {Parts.Count} sets.");
            if (weights.FirstOrDefault(weight => !(weight >= 0 && double.IsFinite(weight))) is var wrong and not 0)
                throw new ArgumentException(FormattableString.Invariant($"Phase {i} has the weight {wrong}; weights must be finite and not negative."));
            if (!(weights.Sum() is > 0 and < double.PositiveInfinity))
                throw new ArgumentException($"The sum of the weights of phase {i} is not positive and finite.");
        }
        return [.. phases];
    }

    private static void Check(WeightedTokenShards part, IEnumerable<WeightedTokenShards> before, string parameter)
    {
        ArgumentNullException.ThrowIfNull(part, parameter);
        ArgumentNullException.ThrowIfNull(part.Shards, parameter);
        string folder = part.Shards.Folder;
        if (!(part.Weight > 0 && double.IsFinite(part.Weight)))
            throw new ArgumentException(FormattableString.Invariant(
                $"'{folder}' has the weight {part.Weight}; a weight must be positive and finite. Leave out sets that should not be read."), parameter);
        foreach (WeightedTokenShards other in before)
        {
            if (ReferenceEquals(other.Shards, part.Shards))
                throw new ArgumentException($"'{folder}' appears twice; list it once, with the sum of its weights.", parameter);
            if (Differ(other.Shards.EncoderFingerprint, part.Shards.EncoderFingerprint) || Differ(other.Shards.EndsDocuments, part.Shards.EndsDocuments))
            {
                throw new ArgumentException(
                    $"'{other.Shards.Folder}' and '{folder}' cannot be mixed: their encoders ({other.Shards.EncoderFingerprint ?? "unknown"}, "
                    + $"{part.Shards.EncoderFingerprint ?? "unknown"}) or their use of end-of-document tokens differ.", parameter);
            }
        }
    }

    // Files of other tools have no summary; what is unknown is not compared.
    private static bool Differ<T>(T? one, T? other) => one is not null && other is not null && !one.Equals(other);

    private string ComputeFingerprint()
    {
        if (Parts.Count == 1 && Phases.Count == 0) return Parts[0].Shards.Fingerprint;
        var writer = new FingerprintWriter();
        foreach (WeightedTokenShards part in Parts)
        {
            writer.Add("tokens", part.Shards.Fingerprint);
            writer.Add("weight", part.Weight);
        }
        DescribePhases(writer);
        return writer.ToFingerprint();
    }

    /// <summary>Adds the phases to a fingerprint, if there are any.</summary>
    /// <param name="writer">Receives the ends and weights.</param>
    public void DescribePhases(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int i = 0; i < Phases.Count; i++)
        {
            writer.BeginScope(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"phase.{i}"));
            writer.Add("until", Phases[i].Until);
            foreach (double weight in WeightsOf(Phases[i])) writer.Add("weight", weight);
            writer.EndScope();
        }
    }
}

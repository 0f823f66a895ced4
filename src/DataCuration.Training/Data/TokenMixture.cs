namespace DataCuration.Training;

/// <summary>One or more sets of token shards to train on, each with a weight. A single <see cref="TokenShards"/> converts implicitly.</summary>
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

    /// <summary>The number of token ids of the encoder; null if no set says it.</summary>
    public int? VocabularySize { get; }

    /// <summary>The fingerprint of the encoder; null if no set says it.</summary>
    public string? EncoderFingerprint { get; }

    /// <summary>Identifies tokens and weights. For a single set it is <see cref="TokenShards.Fingerprint"/>. Computed on first use.</summary>
    public string Fingerprint => fingerprint.Value;

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
        if (Parts.Count == 1) return Parts[0].Shards.Fingerprint;
        var writer = new FingerprintWriter();
        foreach (WeightedTokenShards part in Parts)
        {
            writer.Add("tokens", part.Shards.Fingerprint);
            writer.Add("weight", part.Weight);
        }
        return writer.ToFingerprint();
    }
}
